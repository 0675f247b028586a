-- Writes what is known of a block, and says so to all if it is new or its status is another one.
-- KEYS: the block; the pool's newest blocks
-- ARGV: time found, hash, how many blocks are kept, what a block's name is preceded by, channel,
--   message, status, field and value...
local before = redis.call('HGET', KEYS[1], 'status')
for i = 8, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('ZADD', KEYS[2], ARGV[1], ARGV[2])
for _, hash in ipairs(redis.call('ZREVRANGE', KEYS[2], ARGV[3], -1)) do
  redis.call('DEL', ARGV[4] .. hash)
  redis.call('ZREM', KEYS[2], hash)
end
if before ~= ARGV[7] then
  redis.call('PUBLISH', ARGV[5], ARGV[6])
end
return 'OK'
