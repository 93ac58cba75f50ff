import type { Spread } from './timing.ts'

/** A fault specification that cannot be read, told with the item. */
export class FaultSpecError extends Error {
  override readonly name = 'FaultSpecError'
}

// What stands after the equals sign. Each throws a FaultSpecError that names the item it belongs to.

/** A failure of HTTP. */
export function readStatus(name: string, value: string): number {
  if (!/^[45]\d\d$/.test(value)) throw unreadable(name, value, 'drop, hang or a status from 400 to 599')
  return Number(value)
}

/** `5%` or `0.05`: from 0 to 1. */
export function readShare(name: string, value: string): number {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(value)
  const share = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1)
  if (!(share >= 0 && share <= 1)) throw unreadable(name, value, 'a share like 5% or 0.05')
  return share
}

export function readCount(name: string, value: string): number {
  if (!/^\d{1,7}$/.test(value)) throw unreadable(name, value, 'a whole number')
  return Number(value)
}

/** `on` or `off`. */
export function readSwitch(name: string, value: string): boolean {
  if (value !== 'on' && value !== 'off') throw unreadable(name, value, 'on or off')
  return value === 'on'
}

const UNITS_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000 }

/** `550ms`, `19s`, `10m` or `0`, as milliseconds. */
export function readDuration(name: string, value: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(value)
  const unit = match?.[2] === undefined ? undefined : UNITS_MS[match[2]]
  if (match === null || (unit === undefined && Number(value) !== 0)) {
    throw unreadable(name, value, 'a duration like 550ms, 19s or 10m')
  }
  return Number(match[1]) * (unit ?? 1)
}

/** A duration, or two with dots between them: `300..800ms`. */
export function readSpread(name: string, value: string): Spread {
  const [least = '', most] = value.split('..')
  if (most === undefined) return { leastMs: readDuration(name, least), mostMs: readDuration(name, least) }
  const unit = /[a-z]+$/.exec(most)?.[0] ?? ''
  return {
    leastMs: readDuration(name, /[a-z]$/.test(least) ? least : `${least}${unit}`),
    mostMs: readDuration(name, most),
  }
}

/** The item and what was expected of it. */
export function unreadable(name: string, value: string, wanted: string): FaultSpecError {
  return new FaultSpecError(`"${name}${value === '' ? '' : `=${value}`}" is not understood: ${wanted} is expected`)
}
