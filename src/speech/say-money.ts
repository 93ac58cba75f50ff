import type { Language } from './language.ts'
import { sayCount, sayNumber } from './say-number.ts'

/** One and many of the coin and its hundredth. */
type CurrencyWords = { major: readonly [string, string]; minor: readonly [string, string] }

const CURRENCIES: Record<Language, Record<string, CurrencyWords>> = {
  de: {
    EUR: { major: ['Euro', 'Euro'], minor: ['Cent', 'Cent'] },
    CHF: { major: ['Franken', 'Franken'], minor: ['Rappen', 'Rappen'] },
    USD: { major: ['Dollar', 'Dollar'], minor: ['Cent', 'Cent'] },
    GBP: { major: ['Pfund', 'Pfund'], minor: ['Penny', 'Pence'] },
  },
  en: {
    EUR: { major: ['euro', 'euros'], minor: ['cent', 'cents'] },
    CHF: { major: ['franc', 'francs'], minor: ['rappen', 'rappen'] },
    USD: { major: ['dollar', 'dollars'], minor: ['cent', 'cents'] },
    GBP: { major: ['pound', 'pounds'], minor: ['penny', 'pence'] },
  },
}

/**
 * A price in words: 3800 EUR is "achtunddreißig Euro" / "thirty-eight euros", 3850 "achtunddreißig Euro fünfzig" /
 * "thirty-eight euros and fifty cents". `amountMinor` counts the currency's smallest unit (ISO 4217); a currency that
 * is not spoken here often is called by its name, an unknown one by its code.
 */
export function sayMoney(amountMinor: number, currency: string, language: Language): string {
  if (amountMinor < 0) return `minus ${sayMoney(-amountMinor, currency, language)}`
  const words = CURRENCIES[language][currency]
  if (words === undefined) return saySeldomMoney(amountMinor, currency, language)
  const major = Math.floor(amountMinor / 100)
  const minor = Math.round(amountMinor % 100)
  const majorSpoken = `${sayCount(major, language)} ${words.major[major === 1 ? 0 : 1]}`
  const minorSpoken = `${sayCount(minor, language)} ${words.minor[minor === 1 ? 0 : 1]}`
  if (minor === 0) return majorSpoken
  if (major === 0) return minorSpoken
  return language === 'de' ? `${majorSpoken} ${sayNumber(minor, 'de')}` : `${majorSpoken} and ${minorSpoken}`
}

function saySeldomMoney(amountMinor: number, currency: string, language: Language): string {
  try {
    const format = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'name' })
    const amount = amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2)
    // The name comes in the number the amount asks for: "Krone", "Kronen".
    const name = format.formatToParts(amount).find((part) => part.type === 'currency')?.value
    return `${sayNumber(amount, language)} ${name ?? currency}`
  } catch {
    return `${sayNumber(amountMinor / 100, language)} ${currency}`
  }
}
