/**
 * The cache that processes share. Everything may be refused at any time: `undefined` says that it cannot be asked, and whoever
 * asks goes on alone.
 */
export type SharedCache = {
  /**
   * The value under a key, or who is loading it, or the right to load it, which lasts until `settle` and as long as it is
   * renewed.
   */
  enter(place: SharedPlace, ages: EnterAges): Promise<Entered | undefined>
  /** The value under a key as `enter` would give it; undefined when there is none. Takes no right to load. */
  look(place: SharedPlace, ages: EnterAges): Promise<string | undefined>
  renew(place: SharedPlace, owner: string): Promise<void>
  /** Ends a load and tells those who wait. Gives whether the value was kept: not when something changed since it began. */
  settle(place: SharedPlace, load: SharedLoad, end: LoadEnd): Promise<boolean | undefined>
  /** Waits until somebody has finished loading the key, at most `waitMs`. */
  settled(key: string, waitMs: number): Promise<void>
  /** Tells all processes that these have changed: now or, while it cannot be asked, as soon as it can. */
  change(keys: readonly string[], tags: readonly string[], nowMs: number): Promise<void>
  /** Puts `change(value)` in place of the value; undefined when there is none to change or it cannot be asked. */
  patch(place: SharedPlace, change: (value: string) => string | undefined): Promise<string | undefined>
  /** Whether every change the others make is being heard of. */
  readonly isListening: boolean
  /** Whether it answers at all. */
  readonly isUp: boolean
  close(): void
}

export type SharedPlace = {
  readonly key: string
  /** Keys of tags. */
  readonly tags: readonly string[]
}

/** All epoch milliseconds by the process's clock. */
export type EnterAges = {
  readonly nowMs: number
  /** What is fresh until then only, or less, counts as outdated. */
  readonly freshAfterMs: number
  /** What claims to be fresh for longer was written by a clock that goes wrong. */
  readonly freshBeforeMs: number
}

export type Entered =
  | { readonly kind: 'value'; readonly value: string }
  /** Somebody tried, and the source could not be asked. `value` is the last known one, '' when none. */
  | { readonly kind: 'failed'; readonly failedUntilMs: number; readonly value: string }
  | { readonly kind: 'follow'; readonly value: string }
  | { readonly kind: 'lead'; readonly load: SharedLoad; readonly value: string }

/** The right to load. */
export type SharedLoad = {
  readonly owner: string
  /** What the load begins under. */
  readonly stamps: string
  /** When something last changed by any of these stamps; 0 when nobody knows of a change. */
  readonly changedAtMs: number
}

export type LoadEnd =
  | { readonly kind: 'value'; readonly value: string; readonly freshUntilMs: number }
  | { readonly kind: 'failed'; readonly failedUntilMs: number }
  /** A fault that says nothing about the source. */
  | { readonly kind: 'given_up' }

/** Who hears of what others do. */
export type SharedHearing = {
  /** Others changed these keys and tags. */
  onChange: (keys: readonly string[], tags: readonly string[]) => void
  /** Changes of others may have been missed. */
  onGap: () => void
}
