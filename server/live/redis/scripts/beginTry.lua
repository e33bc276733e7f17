-- Counts a try to sign in before its password is looked at.
-- KEYS[1]  the wrong passwords of a user name at an address
-- ARGV[1]  now, epoch ms    ARGV[2]  forgotten after so many ms without a try
-- ARGV[3…] how long to wait after 1, 2, 3 … of them, ms; after more of them as long as after the last
-- Returns 0: counted; otherwise how long to wait, ms, and nothing is counted.
local now = tonumber(ARGV[1])
local known = redis.call('HMGET', KEYS[1], 'count', 'at')
local count = tonumber(known[1] or 0)
if count > 0 then
  local wait = tonumber(known[2]) + tonumber(ARGV[2 + math.min(count, #ARGV - 2)]) - now
  if wait > 0 then return math.ceil(wait) end
end
redis.call('HSET', KEYS[1], 'count', count + 1, 'at', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 0
