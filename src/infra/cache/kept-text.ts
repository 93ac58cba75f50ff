import { deepFreeze } from '../deep-freeze.ts'
import type { CacheKind } from './cache-kind.ts'
import type { Kept } from './memory.ts'

/** A value as the shared cache holds it. */
export function toText(kept: Kept<unknown>): string {
  const { value, loadedAtMs, freshUntilMs } = kept
  return JSON.stringify({ value, loadedAtMs, freshUntilMs })
}

/** What was kept, frozen; undefined for '' and for what does not fit the kind: another version of the program may have written it. */
export function fromText<Value>(kind: CacheKind<Value>, text: string): Kept<Value> | undefined {
  if (text === '') return undefined
  try {
    const { value, loadedAtMs, freshUntilMs } = JSON.parse(text) as Partial<Kept<unknown>>
    const read = kind.schema.safeParse(value)
    if (!read.success || typeof loadedAtMs !== 'number' || typeof freshUntilMs !== 'number') return undefined
    return { value: deepFreeze(read.data), loadedAtMs, freshUntilMs }
  } catch {
    return undefined
  }
}
