import type { ChangeRefusal } from '../../appointments/change-outcomes.ts'
import { sayDuration, sayNumber } from '../../speech/say-when.ts'
import { inLanguage, sentences, type Speaking } from './speaking.ts'

const MINUTES_PER_DAY = 1_440

/** Why an appointment cannot be changed by phone, and who can help instead. */
export function sayRefusal(speaking: Speaking, change: 'cancel' | 'move', refusal: ChangeRefusal): string {
  return sentences(sayReason(speaking, change, refusal), offerCallback(speaking))
}

/** Beside an answer that ends in that offer, where others of its status do not: the flow waits for what is said to it. */
export const ASKS_CALLBACK = 'callback'

export function offerCallback(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Soll Sie jemand aus unserem Team zurückrufen?',
    en: 'Shall somebody from our team call you back?',
  })
}

function sayReason(speaking: Speaking, change: 'cancel' | 'move', refusal: ChangeRefusal): string {
  const verb = inLanguage(speaking, {
    de: change === 'cancel' ? 'absagen' : 'verlegen',
    en: change === 'cancel' ? 'cancel' : 'move',
  })
  switch (refusal.rule) {
    case 'notice': {
      const notice = sayLength(speaking, refusal.noticeMinutes)
      return inLanguage(speaking, {
        de: `So kurzfristig kann ich diesen Termin leider nicht mehr ${verb}, das geht bis ${notice} vorher.`,
        en: `I am afraid it is too late to ${verb} this appointment, that is possible up to ${notice} ahead.`,
      })
    }
    case 'begun':
      return inLanguage(speaking, {
        de: `Dieser Termin hat schon begonnen, ich kann ihn nicht mehr ${verb}.`,
        en: `This appointment has already begun, I cannot ${verb} it any more.`,
      })
    case 'moves':
      return sayMovesUsedUp(speaking, refusal.most)
    case 'cancellations': {
      const count = sayNumber(refusal.most, speaking.language)
      const period = sayLength(speaking, refusal.periodDays * MINUTES_PER_DAY)
      return inLanguage(speaking, {
        de: `Weitere Absagen kann ich telefonisch nicht annehmen, möglich ${refusal.most === 1 ? 'ist eine' : `sind ${count}`} innerhalb von ${period.replace('einen Tag', 'einem Tag').replace(/ Tage$/, ' Tagen')}.`,
        en: `I cannot take any more cancellations by phone, ${count} within ${period} at most.`,
      })
    }
    case 'service_gone':
      return inLanguage(speaking, {
        de: 'Für diese Leistung kann ich telefonisch keine neue Zeit vergeben.',
        en: 'I cannot give another time for this service by phone.',
      })
    case 'calendar':
      return inLanguage(speaking, {
        de: `Diesen Termin kann ich leider nicht selbst ${verb}.`,
        en: `I am afraid I cannot ${verb} this appointment myself.`,
      })
  }
}

function sayMovesUsedUp(speaking: Speaking, most: number): string {
  if (most === 0) {
    return inLanguage(speaking, {
      de: 'Termine kann ich telefonisch leider nicht verlegen.',
      en: 'I am afraid I cannot move appointments by phone.',
    })
  }
  const times =
    most === 1
      ? { de: 'einmal', en: 'once' }
      : { de: `${sayNumber(most, 'de')}mal`, en: `${sayNumber(most, 'en')} times` }
  return inLanguage(speaking, {
    de: `Diesen Termin haben Sie schon ${times.de} verlegt, öfter kann ich das telefonisch nicht tun.`,
    en: `You have moved this appointment ${times.en} already, I cannot do so again by phone.`,
  })
}

/** As an object: "bis einen Tag vorher". */
export function sayLength(speaking: Speaking, minutes: number): string {
  const length = sayDuration(minutes, speaking.language)
  return inLanguage(speaking, { de: length.replace(/\bein Tag\b/, 'einen Tag'), en: length })
}
