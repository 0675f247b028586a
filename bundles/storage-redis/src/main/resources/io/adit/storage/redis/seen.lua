-- Notes who is there now, and forgets who was there last long ago.
-- KEYS: a sorted set by time. ARGV: now, milliseconds that a member is kept, member...
for i = 3, #ARGV do
  redis.call('ZADD', KEYS[1], ARGV[1], ARGV[i])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. (tonumber(ARGV[1]) - tonumber(ARGV[2])))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 'OK'
