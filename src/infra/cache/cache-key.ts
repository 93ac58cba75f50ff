import type { CacheKind, CachePlace } from './cache-kind.ts'

/** Everything of ours in a Redis that others may use, too. */
export const CACHE_PREFIX = 'ringbook:'

/** Longer ones are a mistake, and every process holds thousands. */
const LONGEST_PART = 200
/** No `+` and no `@`: a phone number or an address that slipped into a key is refused. No braces: they say where a key lives. */
const PART = /^[\w.:-]+$/

/**
 * The key of a value. The scope stands in braces: a Redis cluster keeps all of a scope in one place, so that it can be changed
 * in one step.
 *
 * @throws RangeError when a part is too long, empty or not of letters, digits and `_ . : -`
 */
export function cacheKey(kind: Pick<CacheKind<never>, 'name'>, place: Pick<CachePlace, 'scope' | 'id'>): string {
  return `${CACHE_PREFIX}{${checked(place.scope)}}:${kind.name}:${checked(place.id)}`
}

/** The key of what stands for all values with a tag. Throws as `cacheKey`. */
export function tagKey(scope: string, tag: string): string {
  return `${CACHE_PREFIX}{${checked(scope)}}:tag:${checked(tag)}`
}

function checked(part: string): string {
  if (part.length > LONGEST_PART || !PART.test(part)) throw new RangeError('A part of a cache key is not allowed')
  return part
}

/** The scope a key of ours belongs to. */
export function scopeOf(key: string): string {
  return key.slice(key.indexOf('{') + 1, key.indexOf('}'))
}
