-- Makes a hash what it is to be, and nothing else.
-- KEYS: the hash. ARGV: milliseconds that it is kept, field and value...
redis.call('DEL', KEYS[1])
for i = 2, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 'OK'
