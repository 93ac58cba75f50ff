/** A time of somebody at a company, as a caller is told it. */
export type ToldTime = { readonly company: number; readonly staff: string; readonly startMs: number }

/** Why a time cannot be had, and from when on nobody may offer it. */
export type Taken = ToldTime & {
  readonly endMs: number
  readonly by: 'us' | 'webhook' | 'nobody told'
  /** On the clock of the traffic. */
  readonly sinceMs: number
}

/** A time that was offered although it should have been known to be taken. */
export type Breach = { readonly taken: Taken; readonly offeredAtMs: number }

/** Keeps what is taken, and judges what is offered. */
export type Truth = {
  /** Nobody who asks from now on may be offered it; what nobody was told of, when what was known of it is over. */
  take(taken: Taken): void
  /** It may be offered again. */
  free(time: ToldTime): void
  /** Somebody asked at an instant, and was offered these times of so many minutes. */
  judge(askedAtMs: number, offered: readonly ToldTime[]): void
  readonly breaches: readonly Breach[]
  /** Offers of what nobody was told of, within its time: how often the rule was put to the test. */
  readonly oldOffers: number
}

/** `ttlMs`: how long an offer may be told after somebody took it behind everybody's back. */
export function createTruth(ttlMs: number, minutes: number): Truth {
  const taken: Taken[] = []
  const breaches: Breach[] = []
  let oldOffers = 0
  const lengthMs = minutes * 60_000
  return {
    take: (one) => void taken.push(one),
    free({ company, staff, startMs }) {
      const index = taken.findIndex(
        (one) => one.company === company && one.staff === staff && one.startMs === startMs && one.by !== 'nobody told',
      )
      if (index >= 0) taken.splice(index, 1)
    },
    judge(askedAtMs, offered) {
      for (const { company, staff, startMs } of offered) {
        const hit = taken.find(
          (one) =>
            one.company === company && one.staff === staff && one.startMs < startMs + lengthMs && startMs < one.endMs,
        )
        if (hit === undefined || askedAtMs <= hit.sinceMs) continue
        if (hit.by === 'nobody told' && askedAtMs <= hit.sinceMs + ttlMs) oldOffers += 1
        else breaches.push({ taken: hit, offeredAtMs: askedAtMs })
      }
    },
    breaches,
    get oldOffers() {
      return oldOffers
    },
  }
}
