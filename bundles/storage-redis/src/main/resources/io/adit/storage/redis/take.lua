-- Reads a text and deletes it, so that whoever else asks finds nothing. KEYS: the text.
local text = redis.call('GET', KEYS[1])
redis.call('DEL', KEYS[1])
return text
