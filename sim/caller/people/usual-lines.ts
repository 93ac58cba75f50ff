import type { Cue } from './cues.ts'
import type { Intent, Language, Wants } from './wants.ts'

type Say = (wants: Wants) => string
/** What people say when a scenario leaves it to them. */
export type UsualLines = { opening: Readonly<Record<Intent, Say>>; answers: Readonly<Record<Cue, Say>> }

/** A phrase with a mark around it, or nothing; words that carry marks of their own stay as they are. */
function told(what: string, words: string | undefined, before = '', after = ''): string {
  if (words === undefined) return ''
  return `${before}${words.includes('[') ? words : `[${what}:${words}]`}${after}`
}

const german: UsualLines = {
  opening: {
    book: (wants) =>
      `Guten Tag, ich hätte gerne einen Termin${told('service', wants.service, ' für ')}${told('staff', wants.staff, ' bei ')}${told('branch', wants.branch, ' in der Filiale ')}${told('date', wants.date, ', ')}${told('time', wants.time, ', ')}, bitte.`,
    move: (wants) =>
      `Guten Tag, ${told('name', wants.name)} hier, ich möchte meinen Termin${told('old_date', wants.old_date, ' am ')} verschieben${told('new_date', wants.date, ', auf ')}${told('new_time', wants.time, ' ')}.`,
    cancel: (wants) =>
      `Guten Tag, ${told('name', wants.name)} hier, ich muss meinen Termin${told('old_date', wants.old_date, ' am ')} leider absagen.`,
    query: (wants) => `Guten Tag, ${told('name', wants.name)} hier, wann ist denn mein nächster Termin?`,
    callback: (wants) =>
      `Guten Tag, können Sie mich bitte zurückrufen lassen?${told('reason', wants.reason, ' Es geht um ', '.')}`,
    human: () => 'Ich möchte bitte mit einem Menschen sprechen.',
    services: () => 'Guten Tag, was bieten Sie denn so alles an?',
    link: () => 'Können Sie mir bitte einen Link zum Buchen per SMS schicken?',
  },
  answers: {
    greeting: ({ intent, ...wants }) => german.opening[intent]({ intent, ...wants }),
    consent: () => 'Ja, das ist in Ordnung.',
    there: () => 'Ja, ich bin noch da.',
    right: () => 'Ja, das stimmt.',
    book_instead: () => 'Nein, danke. Auf Wiederhören.',
    contradiction: (wants) => `${told('date', wants.date, 'Ich meine ') || 'Das Datum stimmt'}.`,
    callback: () => 'Nein, danke.',
    cancel: () => 'Ja, bitte absagen.',
    move: () => 'Ja, bitte verlegen.',
    link: () => 'Ja, gerne.',
    here: () => 'Nein, danke. Auf Wiederhören.',
    offer: () => 'Ja, gerne, den nehme ich.',
    choice: () => 'Dann nehme ich {alternative}.',
    verify: (wants) =>
      `Mein Name ist ${told('name', wants.name)}${told('old_date', wants.old_date ?? wants.date, ', der Termin ist am ')}${told('code', wants.code, ', die Terminnummer ist ')}.`,
    which: (wants) => `Ich meine den${told('old_date', wants.old_date, ' am ') || ' ersten'}.`,
    new_time: (wants) => `${told('new_date', wants.date, 'Auf ')}${told('new_time', wants.time, ' ')}, bitte.`,
    staff: (wants) => (wants.staff === undefined ? 'Das ist mir egal.' : `Ich meine ${told('staff', wants.staff)}.`),
    branch: (wants) =>
      wants.branch === undefined ? 'Das ist mir egal.' : `In die Filiale ${told('branch', wants.branch)}, bitte.`,
    phone: (wants) =>
      wants.phone === undefined
        ? `Mein Name ist ${told('name', wants.name)}, die Nummer möchte ich nicht sagen.`
        : `Mein Name ist ${told('name', wants.name)}, und die Nummer ist ${told('phone', wants.phone)}.`,
    name: (wants) => `Mein Name ist ${told('name', wants.name)}.`,
    service: (wants) =>
      wants.service === undefined ? 'Das weiß ich nicht so genau.' : `${told('service', wants.service)}, bitte.`,
    what_and_when: ({ service, date, time }) =>
      service === undefined
        ? 'Das weiß ich nicht so genau.'
        : `${told('service', service)}${told('date', date, ', am besten ')}${told('time', time, ' ')}, bitte.`,
    when: (wants) => `${told('date', wants.date, 'Am besten ')}${told('time', wants.time, ' ')}.`,
    more: () => 'Nein, danke, das war alles. Auf Wiederhören.',
    done: () => 'Vielen Dank, auf Wiederhören.',
  },
}

const english: UsualLines = {
  opening: {
    book: (wants) =>
      `Hello, I would like an appointment${told('service', wants.service, ' for ')}${told('staff', wants.staff, ' with ')}${told('branch', wants.branch, ' at the branch ')}${told('date', wants.date, ', ')}${told('time', wants.time, ', ')}, please.`,
    move: (wants) =>
      `Hello, this is ${told('name', wants.name)}, I would like to move my appointment${told('old_date', wants.old_date, ' on ')}${told('new_date', wants.date, ' to ')}${told('new_time', wants.time, ' ')}.`,
    cancel: (wants) =>
      `Hello, this is ${told('name', wants.name)}, I am afraid I have to cancel my appointment${told('old_date', wants.old_date, ' on ')}.`,
    query: (wants) => `Hello, this is ${told('name', wants.name)}, when is my next appointment?`,
    callback: (wants) =>
      `Hello, could somebody call me back please?${told('reason', wants.reason, ' It is about ', '.')}`,
    human: () => 'I would like to speak to a human, please.',
    services: () => 'Hello, what services do you offer?',
    link: () => 'Could you send me a booking link by text message, please?',
  },
  answers: {
    greeting: ({ intent, ...wants }) => english.opening[intent]({ intent, ...wants }),
    consent: () => 'Yes, that is fine.',
    there: () => 'Yes, I am still here.',
    right: () => 'Yes, that is right.',
    book_instead: () => 'No, thank you. Goodbye.',
    contradiction: (wants) => `${told('date', wants.date, 'I mean ') || 'The date is right'}.`,
    callback: () => 'No, thank you.',
    cancel: () => 'Yes, please cancel it.',
    move: () => 'Yes, please move it.',
    link: () => 'Yes, please.',
    here: () => 'No, thank you. Goodbye.',
    offer: () => 'Yes, please, I will take it.',
    choice: () => 'Then I will take {alternative}.',
    verify: (wants) =>
      `My name is ${told('name', wants.name)}${told('old_date', wants.old_date ?? wants.date, ', the appointment is on ')}${told('code', wants.code, ', the booking code is ')}.`,
    which: (wants) => `I mean the${told('old_date', wants.old_date, ' one on ') || ' first one'}.`,
    new_time: (wants) => `${told('new_date', wants.date, 'To ')}${told('new_time', wants.time, ' ')}, please.`,
    staff: (wants) => (wants.staff === undefined ? 'I do not mind.' : `I mean ${told('staff', wants.staff)}.`),
    branch: (wants) =>
      wants.branch === undefined ? 'I do not mind.' : `The one called ${told('branch', wants.branch)}, please.`,
    phone: (wants) =>
      wants.phone === undefined
        ? `My name is ${told('name', wants.name)}, I would rather not give the number.`
        : `My name is ${told('name', wants.name)}, and my number is ${told('phone', wants.phone)}.`,
    name: (wants) => `My name is ${told('name', wants.name)}.`,
    service: (wants) =>
      wants.service === undefined ? 'I do not really know.' : `${told('service', wants.service)}, please.`,
    what_and_when: ({ service, date, time }) =>
      service === undefined
        ? 'I do not really know.'
        : `${told('service', service)}${told('date', date, ', best ')}${told('time', time, ' ')}, please.`,
    when: (wants) => `${told('date', wants.date, 'Best on ')}${told('time', wants.time, ' ')}.`,
    more: () => 'No, thank you, that was all. Goodbye.',
    done: () => 'Thank you very much, goodbye.',
  },
}

export const usualLines: Readonly<Record<Language, UsualLines>> = { de: german, en: english }
