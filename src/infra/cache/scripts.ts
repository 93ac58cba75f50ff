/**
 * What Redis does in one step. One hash holds everything under a key: `value` with the `valueStamps` it was loaded under and
 * `freshUntil`; `owner`, `ownerStamps` and `leaseUntil` of whoever is loading; `failedUntil`; and `stamp`, which changes when
 * what the value tells changes. Tags have stamps of their own. A value is good while its stamps are the present ones, so a
 * load that began before a change cannot bring back what was before it, and a Redis that lost its memory has other stamps.
 *
 * Ages are told by the processes' clocks, leases by that of Redis.
 */

/** Gives the stamps of an entry and of its tags, joined; missing ones are '' or, where `made` is given, made. */
const STAMPS = `
local function stampsOf(keys, made, keepMs)
  local stamps = { redis.call('hget', keys[1], 'stamp') or made or '' }
  for index = 2, #keys do
    local stamp = redis.call('get', keys[index])
    if not stamp and made then
      stamp = made
      redis.call('set', keys[index], stamp, 'px', keepMs)
    end
    stamps[index] = stamp or ''
  end
  return stamps
end
local function keepAtLeast(key, ms)
  if redis.call('pttl', key) < tonumber(ms) then redis.call('pexpire', key, ms) end
end
local function machineMs()
  local time = redis.call('time')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
`

/**
 * For each of some entries a value, or that somebody is loading it, or the right to load it. All at once, so that of two who
 * ask for the same entries one gets the right to all of them and can load them together.
 *
 * KEYS of each: entry, tags. ARGV 1 new stamp · 2 owner · 3 lease (ms), 0 to look without a right to load · 4 how long tags are
 * kept (ms); then of each: number of tags · fresh after (ms) · fresh until at most (ms) · now (ms). Gives for each: kind, stamps,
 * value ('' when none), failed until ('' when not).
 */
export const ENTER = `${STAMPS}
local machineNow = machineMs()
local function enter(keys, freshAfter, freshBefore, now)
  local stamps = stampsOf(keys, ARGV[3] ~= '0' and ARGV[1] or nil, ARGV[4])
  local current = table.concat(stamps, ' ')
  local entry = redis.call('hmget', keys[1], 'value', 'valueStamps', 'freshUntil', 'failedUntil', 'ownerStamps', 'leaseUntil')
  local value = entry[1] or ''
  if entry[1] and entry[2] == current then
    local freshUntil = tonumber(entry[3])
    if freshUntil > freshAfter and freshUntil <= freshBefore then return { 'value', current, value, '' } end
  end
  if ARGV[3] == '0' then return { 'none', current, '', '' } end
  if tonumber(entry[4] or '0') > now then return { 'failed', current, value, entry[4] } end
  if entry[5] == current and tonumber(entry[6] or '0') > machineNow then return { 'follow', current, value, '' } end
  redis.call('hset', keys[1], 'stamp', stamps[1], 'owner', ARGV[2], 'ownerStamps', current,
    'leaseUntil', string.format('%d', machineNow + tonumber(ARGV[3])))
  keepAtLeast(keys[1], ARGV[4])
  return { 'lead', current, value, '' }
end
local answers = {}
local key = 1
for at = 5, #ARGV, 4 do
  local keys = {}
  for index = 0, tonumber(ARGV[at]) do keys[index + 1] = KEYS[key + index] end
  key = key + #keys
  answers[#answers + 1] = enter(keys, tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]))
end
return answers
`

/** Lengthens the lease of whoever is still loading. KEYS entry. ARGV 1 owner · 2 lease (ms). Gives whether it was theirs. */
export const RENEW = `${STAMPS}
if redis.call('hget', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
redis.call('hset', KEYS[1], 'leaseUntil', string.format('%d', machineMs() + tonumber(ARGV[2])))
return 1
`

/**
 * Ends a load. The value is kept only if nothing has changed since it began.
 *
 * KEYS entry, tags. ARGV 1 owner · 2 stamps it began under · 3 value ('' when it failed) · 4 fresh until (ms) · 5 failed until
 * (ms; '' when it did not) · 6 how long tags are kept (ms) · 7 channel · 8 message. Gives whether the value was kept.
 */
export const SETTLE = `${STAMPS}
if redis.call('hget', KEYS[1], 'owner') == ARGV[1] then
  redis.call('hdel', KEYS[1], 'owner', 'ownerStamps', 'leaseUntil')
end
local kept = 0
if ARGV[3] ~= '' and table.concat(stampsOf(KEYS), ' ') == ARGV[2] then
  redis.call('hset', KEYS[1], 'value', ARGV[3], 'valueStamps', ARGV[2], 'freshUntil', ARGV[4])
  redis.call('hdel', KEYS[1], 'failedUntil')
  for index = 1, #KEYS do keepAtLeast(KEYS[index], ARGV[6]) end
  kept = 1
elseif ARGV[5] ~= '' then
  redis.call('hset', KEYS[1], 'failedUntil', ARGV[5])
  keepAtLeast(KEYS[1], ARGV[6])
end
redis.call('publish', ARGV[7], ARGV[8])
return kept
`

/**
 * Something has changed. A key that is not there needs no stamp: nothing is kept and nobody is loading.
 *
 * KEYS entries, tags. ARGV 1 how many entries · 2 new stamp · 3 how long tags are kept (ms) · 4 channel · 5 message.
 */
export const CHANGE = `
for index, key in ipairs(KEYS) do
  if index > tonumber(ARGV[1]) then
    redis.call('set', key, ARGV[2], 'px', ARGV[3])
  elseif redis.call('exists', key) == 1 then
    redis.call('hset', key, 'stamp', ARGV[2])
  end
end
redis.call('publish', ARGV[4], ARGV[5])
return 1
`

/**
 * Puts a changed value in place of the one that was read, and keeps out loads that began before. The stamp keeps its time: who
 * patches knows what the source may not tell yet.
 *
 * KEYS entry, tags. ARGV 1 the value that was read · 2 the changed one · 3 what makes the stamp new · 4 channel · 5 message. Gives 1 when it
 * was put, 0 when another is there by now or it is not the present one.
 */
export const PATCH = `${STAMPS}
local entry = redis.call('hmget', KEYS[1], 'value', 'valueStamps')
local stamps = stampsOf(KEYS)
if entry[1] ~= ARGV[1] or entry[2] ~= table.concat(stamps, ' ') then return 0 end
stamps[1] = (string.match(stamps[1], '^%d+') or '0') .. '.' .. ARGV[3]
redis.call('hset', KEYS[1], 'stamp', stamps[1], 'value', ARGV[2], 'valueStamps', table.concat(stamps, ' '))
redis.call('publish', ARGV[4], ARGV[5])
return 1
`
