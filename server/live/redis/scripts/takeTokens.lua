-- Takes tokens from a bucket, which is kept as the time at which it will be full again.
-- KEYS[1]  the bucket
-- ARGV[1]  now, epoch ms    ARGV[2]  burst    ARGV[3]  ms for one token    ARGV[4]  cost
-- Returns 0: taken; otherwise how long to wait, ms, and nothing is taken.
local now, burst, msPerToken, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local full = math.max(now, tonumber(redis.call('GET', KEYS[1]) or now))
local wait = math.ceil(full - now + (math.min(cost, burst) - burst) * msPerToken)
if wait > 0 then return wait end
full = full + cost * msPerToken
redis.call('SET', KEYS[1], string.format('%.3f', full), 'PX', math.ceil(full - now))
return 0
