import type { TranscriptTurn } from './agreed-appointment.ts'

/** How every hour begins that can be said: figures, German and English numerals, "halb", "noon". More than hours is no harm. */
const SAID_HOUR =
  /\d|(?<!\p{L})(?:uhr|halb|dreiviertel|viertel|mittag|mitternacht|eins|einund|zwei|zwo|zwan|drei|vier|f(?:ü|ue|u)n?f|sech|sieb|acht|neun|z[eä]hn|elf|zw(?:ö|oe|o)lf|noon|midday|midnight|half|quarter|o.?clock|one|two|three|thir|four|fif|five|six|seven|eight|nine|ten|eleven|twel|twen)/iu
/** The time of an offer in a tool's answer, also in one that arrives as JSON within JSON. */
const TOLD_TIME = /time\\*"\s*:\s*\\*"\d{2}:\d{2}/

/**
 * Whether anybody named an hour in a call. Where nobody did no appointment can have been agreed to, which is known a hundred
 * times sooner than by reading the call.
 */
export function namesHour(turns: readonly TranscriptTurn[]): boolean {
  return turns.some(({ role, text }) => (role === 'result' ? TOLD_TIME : SAID_HOUR).test(text))
}
