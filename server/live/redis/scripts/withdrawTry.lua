-- A try that was counted told nothing about the password.
-- KEYS[1]  the wrong passwords of a user name at an address
local count = tonumber(redis.call('HGET', KEYS[1], 'count') or 0)
if count > 1 then redis.call('HINCRBY', KEYS[1], 'count', -1) else redis.call('DEL', KEYS[1]) end
return 0
