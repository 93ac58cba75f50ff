import { isMobile } from '../speech/phone.ts'
import type { MessageSettings } from './settings.ts'

/** Why a number gets no text: a country that costs a multiple, or a telephone on a wall. */
export type NoText = 'country' | 'fixed_line'

/** Why a text may not go to a number (E.164); null when it may. Decided anew before each sending: settings change. */
export function whyNoText(phone: string, { countryCodes }: Pick<MessageSettings, 'countryCodes'>): NoText | null {
  if (!countryCodes.some((code) => phone.startsWith(code))) return 'country'
  return isMobile(phone) ? null : 'fixed_line'
}
