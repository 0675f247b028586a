-- Prolongs a lease, if nobody has been given its number since.
-- KEYS: the numbers. ARGV: number, owner, instance, token, milliseconds, host
-- Answers 1, or 0.
local entry = redis.call('HGET', KEYS[1], ARGV[1])
local held = table.concat({ARGV[2], ARGV[3], ARGV[4]}, ' ') .. ' '
if not entry or string.sub(entry, 1, #held) ~= held then
  return '0'
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
redis.call('HSET', KEYS[1], ARGV[1], held .. string.format('%.0f', now + tonumber(ARGV[5])) .. ' ' .. ARGV[6])
return '1'
