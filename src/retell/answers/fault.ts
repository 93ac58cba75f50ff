import type { Language } from '../../speech/language.ts'
import type { FaultAnswer } from '../reply.ts'
import { inLanguage } from './speaking.ts'

/** Something broke. The caller hears an apology and a way on, never a reason. */
export function sayFault(language: Language): FaultAnswer {
  return {
    status: 'error',
    say: inLanguage(
      { language },
      {
        de: 'Entschuldigung, das hat gerade nicht geklappt. Soll Sie jemand aus unserem Team zurückrufen?',
        en: 'I am sorry, that did not work just now. Shall somebody from our team call you back?',
      },
    ),
  }
}

/** The number or agent is nobody's here. */
export function sayNotConfigured(language: Language): FaultAnswer {
  return {
    status: 'not_configured',
    say: inLanguage(
      { language },
      {
        de: 'Unter dieser Nummer kann ich leider noch keine Termine vergeben. Bitte versuchen Sie es später noch einmal.',
        en: 'I am afraid I cannot give appointments on this number yet. Please try again later.',
      },
    ),
  }
}
