import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from 'libphonenumber-js/max'

import type { Language } from './language.ts'
import { readDigitRuns } from './phone-digits.ts'

export type { CountryCode }

/** Countries where a number without its leading 0 is missing something, most likely a digit that was not heard. */
const countriesWithTrunkZero: ReadonlySet<CountryCode> = new Set(['DE', 'AT', 'CH', 'GB', 'FR', 'NL', 'BE', 'SE'])

/** Is this an ISO 3166 code whose numbering plan is known? */
export function isCountryCode(value: unknown): value is CountryCode {
  return typeof value === 'string' && isSupportedCountry(value)
}

function validNumber(digits: string, country: CountryCode): PhoneNumber | undefined {
  const number = parsePhoneNumberFromString(digits, country)
  return number?.isValid() === true ? number : undefined
}

function numberOfRun(digits: string, country: CountryCode): PhoneNumber | undefined {
  if (digits.startsWith('+')) return validNumber(digits, country)
  if (digits.startsWith('00')) return validNumber(`+${digits.slice(2)}`, country)
  if (digits.startsWith('0') || !countriesWithTrunkZero.has(country)) return validNumber(digits, country)
  const international = validNumber(`+${digits}`, country)
  return international?.country === country ? international : undefined
}

/**
 * The telephone number in a spoken or typed text as E.164 ("+491761234567"), or undefined when there is none that the
 * numbering plan knows — or two different ones without a word of correction between. A number that lost a digit is never
 * completed: asking again costs less than a message to a stranger.
 *
 * Digits, German and English digit words ("null eins sieben sechs"), pairs ("vierundneunzig"), "doppel null", "dreimal die
 * sieben", +49, 0049. `defaultCountry` (ISO 3166) settles numbers without a country code.
 */
export function readPhoneNumber(said: string, defaultCountry: CountryCode): string | undefined {
  let found: string | undefined
  for (const run of readDigitRuns(said)) {
    const number = numberOfRun(run.digits, defaultCountry)?.number
    if (number === undefined || number === found) continue
    if (found !== undefined && !run.corrects) return undefined
    found = number
  }
  return found
}

const spokenDigits: Readonly<Record<Language, readonly string[]>> = {
  de: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
}

/** Groups of three, ending in one of four or two rather than in a lone digit: what people can repeat. */
function groupsOf(digits: string): readonly string[] {
  if (digits.length <= 4) return digits === '' ? [] : [digits]
  const size = digits.length % 3 === 1 && digits.length < 6 ? 2 : 3
  return [digits.slice(0, size), ...groupsOf(digits.slice(size))]
}

/**
 * A telephone number to read back, digit by digit, groups parted by commas: "null eins sieben sechs, eins zwei drei, vier fünf
 * sechs sieben". Numbers of `homeCountry` in their national form, others with "plus" and the country code. What is said reads
 * back to the same number. '' when `e164` is no number.
 */
export function sayPhoneNumber(e164: string, language: Language, homeCountry: CountryCode = 'DE'): string {
  const number = parsePhoneNumberFromString(e164)
  if (number === undefined) return ''
  const national = number.country === homeCountry && number.isValid()
  const written = national ? number.formatNational() : number.formatInternational()
  const [area = '', ...rest] = written.split(/[^\d+]+/).filter((part) => part !== '')
  const groups = [area, ...groupsOf(rest.join(''))]
  const say = (sign: string): string => (sign === '+' ? 'plus' : (spokenDigits[language][Number(sign)] ?? ''))
  return groups.map((group) => Array.from(group, say).join(' ')).join(', ')
}

/** Can this number take a text message? True for mobile numbers and where the plan does not tell mobile from fixed lines. */
export function isMobile(e164: string): boolean {
  const type = parsePhoneNumberFromString(e164)?.getType()
  return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE'
}
