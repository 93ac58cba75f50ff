import type { BookingLinkOutcome } from '../../appointments/send-booking-link.ts'
import { sayNumber } from '../../speech/say-when.ts'
import type { Answer } from '../reply.ts'
import { inLanguage, type Speaking } from './speaking.ts'

/** The answer to the wish for a link. */
export function answerBookingLink(speaking: Speaking, outcome: BookingLinkOutcome): Answer<'send_booking_link'> {
  switch (outcome.kind) {
    case 'sent': {
      const hours = sayNumber(outcome.hours, speaking.language)
      return {
        status: outcome.kind,
        say: inLanguage(speaking, {
          de: `Gern, Sie bekommen gleich eine SMS mit Ihrem Link zum Buchen. Er gilt ${hours} Stunden.`,
          en: `Certainly, you will get a text message with your booking link in a moment. It is good for ${hours} hours.`,
        }),
      }
    }
    case 'no_number':
      return {
        status: outcome.kind,
        say: inLanguage(speaking, {
          de: 'An diese Nummer kann ich leider keine SMS schicken. Wollen wir den Termin gleich hier am Telefon finden?',
          en: 'I am afraid I cannot send a text message to this number. Shall we find a time right here on the phone?',
        }),
      }
    case 'limit':
      return {
        status: outcome.kind,
        say: inLanguage(speaking, {
          de: 'Heute kann ich leider keine weitere SMS schicken. Wollen wir den Termin gleich hier am Telefon finden?',
          en: 'I am afraid I cannot send another text message today. Shall we find a time right here on the phone?',
        }),
      }
  }
}
