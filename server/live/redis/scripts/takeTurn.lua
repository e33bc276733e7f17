-- Takes a turn, or keeps it, if nobody else has it.
-- KEYS[1]  the turn
-- ARGV[1]  who asks    ARGV[2]  how long it is theirs, ms
-- Returns 1: it is theirs; 0: it is somebody else's.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
