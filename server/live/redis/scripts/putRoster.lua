-- Keeps halves of roster rows, each unless a newer one is there. A value begins with its stamp; the greater is newer.
-- KEYS[1]  the hash of one exam and district
-- ARGV[1]  how long the hash is kept, ms    ARGV[2]  the length of a stamp
-- ARGV[3…] field, value, field, value …
-- Returns the fields of which a newer value is there.
local length = tonumber(ARGV[2])
local older = {}
for i = 3, #ARGV, 2 do
  local field, value = ARGV[i], ARGV[i + 1]
  local known = redis.call('HGET', KEYS[1], field)
  local stamp = string.sub(value, 1, length)
  local knownStamp = known and string.sub(known, 1, length)
  if not known or knownStamp < stamp then
    redis.call('HSET', KEYS[1], field, value)
  elseif knownStamp > stamp then
    older[#older + 1] = field
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return older
