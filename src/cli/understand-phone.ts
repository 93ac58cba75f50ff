import { type CountryCode, isCountryCode, readPhoneNumber, sayPhoneNumber } from '../speech/phone.ts'

const defaultCountry: CountryCode = 'DE'

/**
 * Reads one JSON line `{"text","country"?,"lang"?}` and answers with one JSON line `{"phone","spoken"}`: the number as E.164
 * and the words that read it back, both null where none was said. A line that is no such JSON is answered with `{"error"}`.
 */
export function understandPhoneLine(json: string): string {
  try {
    const line: unknown = JSON.parse(json)
    const text = typeof line === 'object' && line !== null && 'text' in line ? line.text : undefined
    if (typeof line !== 'object' || line === null || typeof text !== 'string')
      throw new TypeError('text must be a string')
    const country = 'country' in line && isCountryCode(line.country) ? line.country : defaultCountry
    const language = 'lang' in line && line.lang === 'en' ? 'en' : 'de'
    const phone = readPhoneNumber(text, country) ?? null
    return JSON.stringify({ phone, spoken: phone === null ? null : sayPhoneNumber(phone, language, country) })
  } catch (error) {
    return JSON.stringify({ error: error instanceof Error ? error.message : 'not readable' })
  }
}
