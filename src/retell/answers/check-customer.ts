import type { CustomerCheck } from '../../customers/check-customer.ts'
import type { Answer } from '../reply.ts'
import { inLanguage, speakable, type Speaking } from './speaking.ts'

/** The answer to who is calling: never more than a first name, so that the surname stays something to prove oneself with. */
export function answerCustomer(speaking: Speaking, check: CustomerCheck): Answer<'check_customer'> {
  switch (check.kind) {
    case 'known': {
      const name = speakable(speaking, check.firstName)
      return {
        status: check.kind,
        say: inLanguage(speaking, {
          de: name === '' ? 'Schön, dass Sie anrufen.' : `Schön, dass Sie anrufen, ${name}.`,
          en: name === '' ? 'Nice to hear from you.' : `Nice to hear from you, ${name}.`,
        }),
        data: { customer_known: 'true', first_name: name },
      }
    }
    case 'new':
      return {
        status: check.kind,
        say: inLanguage(speaking, {
          de: 'Schön, dass Sie anrufen. Wie ist Ihr Name?',
          en: 'Nice to hear from you. What is your name?',
        }),
        data: { customer_known: 'false' },
      }
    case 'anonymous':
      return {
        status: check.kind,
        say: inLanguage(speaking, {
          de: 'Ihre Nummer wird mir nicht angezeigt. Wie ist Ihr Name, und unter welcher Nummer erreichen wir Sie?',
          en: 'I cannot see your number. What is your name, and at which number can we reach you?',
        }),
        data: { customer_known: 'false' },
      }
    case 'ambiguous':
      return {
        status: check.kind,
        say: inLanguage(speaking, {
          de: 'Auf welchen Namen soll der Termin laufen?',
          en: 'Under which name shall the appointment be?',
        }),
        data: { customer_known: 'false' },
      }
  }
}
