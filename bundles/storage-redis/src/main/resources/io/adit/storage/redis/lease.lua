-- Gives a server a number that nobody has.
-- KEYS: the numbers, a hash of "owner instance token until host"; the last token
-- ARGV: owner, instance, host, milliseconds that the lease is good for, the number it must be or -1,
--   the number it should be or -1, whether to take over from an earlier instance of the owner (1 or 0),
--   how many numbers there are, number from which to look for one that was never used
-- Answers number and token; or -1 and the entry of whoever has the one it must be; or -2 if none is free.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local owner, instance, takeOver = ARGV[1], ARGV[2], ARGV[7] == '1'
local count = tonumber(ARGV[8])
local entries = {}
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local has, by, token, till, host = string.match(all[i + 1], '^(%S+) (%S+) (%S+) (%S+) (.*)$')
  if has then
    entries[tonumber(all[i])] =
      {owner = has, instance = by, token = token, till = tonumber(till), host = host, text = all[i + 1]}
  end
end
local function ours(entry)
  return entry and takeOver and entry.owner == owner
end
local function free(number)
  local entry = entries[number]
  return not entry or entry.till <= now or ours(entry)
end
local chosen
local must, should = tonumber(ARGV[5]), tonumber(ARGV[6])
if must >= 0 then
  if not free(must) then
    return {'-1', entries[must].text}
  end
  chosen = must
elseif should >= 0 and free(should) then
  chosen = should
else
  local newest
  for number, entry in pairs(entries) do
    if ours(entry) and number < count and (not newest or entry.till > newest) then
      chosen, newest = number, entry.till
    end
  end
  if not chosen then
    for i = 0, count - 1 do
      local number = (tonumber(ARGV[9]) + i) % count
      if not entries[number] then
        chosen = number
        break
      end
    end
  end
  if not chosen then
    local oldest
    for number = 0, count - 1 do
      local entry = entries[number]
      if entry.till <= now and (not oldest or entry.till < oldest) then
        chosen, oldest = number, entry.till
      end
    end
  end
end
if not chosen then
  return {'-2', ''}
end
for number, entry in pairs(entries) do
  if ours(entry) and number ~= chosen and entry.till > now then
    redis.call('HSET', KEYS[1], number,
      table.concat({entry.owner, entry.instance, entry.token, string.format('%.0f', now), entry.host}, ' '))
  end
end
local token = redis.call('INCR', KEYS[2])
redis.call('HSET', KEYS[1], chosen, table.concat(
  {owner, instance, token, string.format('%.0f', now + tonumber(ARGV[4])), ARGV[3]}, ' '))
return {tostring(chosen), tostring(token)}
