import type { FlightCourse, Landing } from './flight.ts'
import type { SharedPlace } from './shared-cache.ts'

/** The look-ups of this process that are under way, one per key. */
export type Flights = {
  find(key: string): Promise<Landing<unknown>> | undefined
  depart<Value>(place: SharedPlace, fly: (course: FlightCourse) => Promise<Landing<Value>>): Promise<Landing<Value>>
  /** These have changed: what is being read of them is not kept, and nobody joins any more. */
  change(keys: readonly string[], tags: readonly string[]): void
  /** Changes may have been missed: nothing that is being read is kept. */
  doubt(): void
}

type Flight = {
  readonly landing: Promise<Landing<unknown>>
  readonly tags: readonly string[]
  readonly course: FlightCourse
}

export function createFlights(): Flights {
  const flights = new Map<string, Flight>()
  return {
    find: (key) => flights.get(key)?.landing,
    depart({ key, tags }, fly) {
      const course = { hasChanged: false }
      const landing = fly(course)
      const flight = { landing, tags, course }
      flights.set(key, flight)
      const land = () => {
        if (flights.get(key) === flight) flights.delete(key)
      }
      landing.then(land, land)
      return landing
    },
    change(keys, tags) {
      for (const [key, flight] of flights) {
        if (!keys.includes(key) && !flight.tags.some((tag) => tags.includes(tag))) continue
        flight.course.hasChanged = true
        flights.delete(key)
      }
    },
    doubt() {
      for (const { course } of flights.values()) course.hasChanged = true
    },
  }
}
