import type { Service } from '../catalog/service.ts'
import type { Company } from '../companies/company.ts'
import type { MinuteRange } from '../infra/weekly-hours.ts'

/** One service of a visit, in minutes from the start of the visit; the last minute may lie beyond a day. */
export type VisitPart = MinuteRange & {
  /** What is taken of whoever does it, sorted: without its gaps, and with its buffers. */
  readonly taken: readonly MinuteRange[]
}

/**
 * Whether a company's calendar can take several services as one visit, and leave somebody free in a gap. One that is elsewhere
 * takes one booking at a time for the whole of its length: two of them are not one, as either may fail.
 */
export function takesVisits(company: Pick<Company, 'calendar'>): boolean {
  return company.calendar === 'builtin'
}

/** As much of a service as says what it takes. */
type Lengths = Pick<Service, 'durationMinutes' | 'bufferBeforeMinutes' | 'bufferAfterMinutes' | 'gaps'>

/** What services take of those who do them, one after another without a pause. See docs/booking.md. */
export function planVisit(company: Pick<Company, 'calendar'>, services: readonly Lengths[]): readonly VisitPart[] {
  let fromMinute = 0
  return services.map((service) => {
    const part = { fromMinute, toMinute: fromMinute + service.durationMinutes }
    fromMinute = part.toMinute
    return { ...part, taken: takenBy(service, part, takesVisits(company) ? service.gaps : []) }
  })
}

/** Between the gaps, from the buffer before the first minute to the one after the last. */
function takenBy(service: Lengths, part: MinuteRange, gaps: readonly MinuteRange[]): readonly MinuteRange[] {
  const starts = gaps.map((gap) => part.fromMinute + gap.toMinute)
  const ends = gaps.map((gap) => part.fromMinute + gap.fromMinute)
  const froms = [part.fromMinute - service.bufferBeforeMinutes, ...starts]
  return [...ends, part.toMinute + service.bufferAfterMinutes].map((toMinute, index) => ({
    fromMinute: froms[index] ?? part.fromMinute,
    toMinute,
  }))
}
