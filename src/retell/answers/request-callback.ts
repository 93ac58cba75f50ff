import type { CallbackOutcome } from '../../appointments/request-callback.ts'
import type { Call } from '../../calls/call.ts'
import { type CountryCode, sayPhoneNumber } from '../../speech/phone.ts'
import { sayDate, sayTime } from '../../speech/say-when.ts'
import type { Answer } from '../reply.ts'
import { dayFields } from './opening-data.ts'
import { inLanguage, sentence, sentences, type Speaking } from './speaking.ts'

/** What the answer depends on besides what was noted. */
type About = {
  readonly call: Pick<Call, 'callerNumber' | 'direction'>
  /** Another number was told, and not understood. */
  readonly isPhoneUnread: boolean
  readonly now: Temporal.ZonedDateTime
}

/** The answer to the wish to be called back: when, and at which number, so that a mistake is heard. */
export function answerCallback(speaking: Speaking, outcome: CallbackOutcome, about: About): Answer<'request_callback'> {
  const { task, isShifted } = outcome
  const due = wall(speaking, task.dueAt)
  return {
    status: outcome.kind,
    say: sentences(
      isShifted ? sayNobodyIn(speaking) : '',
      task.kind === 'waiting' ? sayWaiting(speaking, due) : sayCallback(speaking, outcome, about.now),
      sayNumber(speaking, task.phone, about),
    ),
    data: {
      ...dayFields(speaking, due),
      phone: task.phone ?? '',
      question: asksForNumber(task.phone, about) ? 'phone' : '',
    },
  }
}

function sayNobodyIn(speaking: Speaking): string {
  return inLanguage(speaking, {
    de: 'Zu dieser Zeit ist bei uns leider niemand im Haus.',
    en: 'I am afraid nobody is in at that time.',
  })
}

/** A stretch and not a point, because nobody dials on the stroke of the hour. */
function sayCallback(speaking: Speaking, { task, isShifted }: CallbackOutcome, now: Temporal.ZonedDateTime): string {
  const [from, to] = [wall(speaking, task.earliestAt), wall(speaking, task.dueAt)]
  const isNow = Temporal.Instant.compare(task.earliestAt, now.toInstant()) <= 0
  const untilDue = now.toInstant().until(task.dueAt).total('minutes')
  if (isNow && untilDue > 0 && untilDue <= MINUTES_OF_SOON) {
    return inLanguage(speaking, {
      de: 'Gern, jemand aus unserem Team ruft Sie innerhalb der nächsten Stunde zurück.',
      en: 'Certainly, somebody from our team will call you back within the next hour.',
    })
  }
  const when = sayStretch(speaking, from, to)
  return sentence(
    inLanguage(speaking, {
      de: isShifted ? `Wir rufen Sie stattdessen zurück: ${when}` : `Gern, der Rückruf ist notiert: ${when}`,
      en: isShifted ? `We will call you back instead: ${when}` : `Certainly, your callback is noted: ${when}`,
    }),
  )
}

const MINUTES_OF_SOON = 60

/** "Morgen, Dienstag, der vierte August, zwischen zehn und elf Uhr"; over several days only until when at the latest. */
function sayStretch(speaking: Speaking, from: Temporal.PlainDateTime, to: Temporal.PlainDateTime): string {
  const { language, today } = speaking
  const [start, end] = [sayTime(from.toPlainTime(), language), sayTime(to.toPlainTime(), language)]
  if (from.toPlainDate().equals(to.toPlainDate())) {
    const day = sayDate(from.toPlainDate(), language, today)
    return inLanguage(speaking, {
      de: `${day}, zwischen ${start} und ${end}`,
      en: `${day}, between ${start} and ${end}`,
    })
  }
  const lastDay = sayDay(speaking, to, 'den')
  if (from.toPlainDate().equals(today)) {
    return inLanguage(speaking, { de: `spätestens bis ${lastDay}, ${end}`, en: `by ${lastDay}, ${end}, at the latest` })
  }
  const firstDay = sayDay(speaking, from, 'dem')
  return inLanguage(speaking, { de: `von ${firstDay}, bis ${lastDay}`, en: `between ${firstDay}, and ${lastDay}` })
}

/** A day behind a preposition: "bis Montag, den dreißigsten November". */
function sayDay(speaking: Speaking, at: Temporal.PlainDateTime, article: 'den' | 'dem'): string {
  const day = sayDate(at.toPlainDate(), speaking.language, speaking.today)
  return speaking.language === 'de' ? day.replace(/, der (\p{L}+) /u, `, ${article} $1n `) : day
}

function sayWaiting(speaking: Speaking, due: Temporal.PlainDateTime): string {
  const day = sayDay(speaking, due, 'den')
  return inLanguage(speaking, {
    de: `Gern, wir rufen Sie an, sobald etwas frei wird. Sonst melden wir uns bis ${day}.`,
    en: `Certainly, we will call you as soon as something becomes free. Otherwise you will hear from us by ${day}.`,
  })
}

/** Nobody can be called at no number, nor told that one is taken which was not understood. */
function asksForNumber(phone: string | null, { isPhoneUnread }: About): boolean {
  return isPhoneUnread || phone === null
}

function sayNumber(speaking: Speaking, phone: string | null, about: About): string {
  if (about.isPhoneUnread) {
    return inLanguage(speaking, {
      de: 'Die Nummer habe ich leider nicht verstanden. Sagen Sie sie mir bitte noch einmal, Ziffer für Ziffer?',
      en: 'I am afraid I did not catch the number. Could you tell me again, digit by digit?',
    })
  }
  if (phone === null) {
    return inLanguage(speaking, {
      de: 'Unter welcher Nummer erreichen wir Sie?',
      en: 'At which number can we reach you?',
    })
  }
  if (phone === about.call.callerNumber) {
    const isInbound = about.call.direction === 'inbound'
    return inLanguage(speaking, {
      de: isInbound
        ? 'Wir nehmen die Nummer, von der Sie gerade anrufen.'
        : 'Wir nehmen die Nummer, unter der ich Sie gerade erreiche.',
      en: isInbound ? 'We will use the number you are calling from.' : 'We will use the number I have reached you at.',
    })
  }
  const digits = sayPhoneNumber(phone, speaking.language, speaking.house.company.country as CountryCode)
  return inLanguage(speaking, {
    de: `Wir rufen Sie unter dieser Nummer an: ${digits}.`,
    en: `We will call you at this number: ${digits}.`,
  })
}

function wall(speaking: Speaking, at: Temporal.Instant): Temporal.PlainDateTime {
  return at.toZonedDateTimeISO(speaking.house.company.zone).toPlainDateTime()
}
