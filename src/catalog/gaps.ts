import type { MinuteRange } from '../infra/weekly-hours.ts'

/** The gaps of a service out of a multirange of whole minutes, which Postgres keeps sorted and joined: `{[30,60),[75,90)}`. */
export function readGaps(multirange: string): readonly MinuteRange[] {
  return Array.from(multirange.matchAll(/\[(\d+),(\d+)\)/g), ([, from, to]) => ({
    fromMinute: Number(from),
    toMinute: Number(to),
  }))
}

/** The same as Postgres reads it. That they lie within the service is for the table to check. */
export function writeGaps(gaps: readonly MinuteRange[]): string {
  return `{${gaps.map(({ fromMinute, toMinute }) => `[${fromMinute},${toMinute})`).join(',')}}`
}
