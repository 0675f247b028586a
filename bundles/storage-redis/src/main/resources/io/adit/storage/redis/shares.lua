-- Counts a batch of shares, once: only if it begins where the last one of its ledger ended.
-- KEYS: position of the ledger; counters...; sums of credited difficulty...
-- ARGV: start, end, milliseconds that counters are kept, number of counters, number of sums; for each
--   counter: shares, difficulty, best, time of the last; for each sum: when it goes, number of
--   fields, field and difficulty...
-- Answers '', or the position if it is another one than start.
local position = redis.call('GET', KEYS[1])
if position and position ~= ARGV[1] then
  return position
end
redis.call('SET', KEYS[1], ARGV[2])
local counters, sums = tonumber(ARGV[4]), tonumber(ARGV[5])
local at = 6
local function highest(key, field, value)
  local before = redis.call('HGET', key, field)
  if not before or tonumber(value) > tonumber(before) then
    redis.call('HSET', key, field, value)
  end
end
for i = 2, counters + 1 do
  redis.call('HINCRBY', KEYS[i], 'shares', ARGV[at])
  redis.call('HINCRBYFLOAT', KEYS[i], 'difficulty', ARGV[at + 1])
  highest(KEYS[i], 'best', ARGV[at + 2])
  highest(KEYS[i], 'last_share', ARGV[at + 3])
  redis.call('PEXPIRE', KEYS[i], ARGV[3])
  at = at + 4
end
for i = counters + 2, counters + sums + 1 do
  local goes, fields = ARGV[at], tonumber(ARGV[at + 1])
  at = at + 2
  for _ = 1, fields do
    redis.call('HINCRBYFLOAT', KEYS[i], ARGV[at], ARGV[at + 1])
    at = at + 2
  end
  redis.call('PEXPIREAT', KEYS[i], goes)
end
return ''
