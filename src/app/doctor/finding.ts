/**
 * What one check found. `skipped` says that there was nothing to check, e.g. no server running; it is no fault.
 * `mend` says what to do about a fault, as an order.
 */
export type Finding =
  | { check: string; state: 'good' | 'skipped'; detail: string }
  | { check: string; state: 'bad'; detail: string; mend: string }

export const good = (check: string, detail: string): Finding => ({ check, state: 'good', detail })
export const skipped = (check: string, detail: string): Finding => ({ check, state: 'skipped', detail })
export const bad = (check: string, detail: string, mend: string): Finding => ({ check, state: 'bad', detail, mend })

/** What of an error may be shown to the person at the terminal: its first line. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message || error.name : String(error)).split('\n')[0] ?? ''
}
