import type { Language } from '../../speech/language.ts'

/** What the agent says by itself; everything that depends on a tool is that tool's own sentence, the variable `say`. */
export type Sentences = {
  /**
   * The first thing a caller hears, and where they learn that a machine is speaking: the law wants them told. Why nobody is
   * there, where nobody is, was told when the phone rang.
   */
  greeting(company: string): string
  readonly consent: string
  readonly noConsent: string
  readonly welcomeKnown: string
  readonly welcome: string
  /** Whoever says their name at once is not asked for it once everything else is settled. */
  readonly welcomeNew: string
  readonly looking: string
  readonly booking: string
  readonly moment: string
  readonly whichTime: string
  readonly done: string
  readonly anythingElse: string
  readonly transferring: string
  readonly nobodyThere: string
  readonly noTransfer: string
  readonly goodbye: string
}

const german: Sentences = {
  greeting: (company) => `Guten Tag, hier ist der KI-Assistent von ${company}. {{closed_notice}}`,
  consent: 'Dieses Gespräch wird aufgezeichnet. Sind Sie damit einverstanden?',
  noConsent:
    'Gut, dann geht es hier leider nicht weiter, denn das Gespräch würde aufgezeichnet. Soll Sie jemand aus unserem Team zurückrufen?',
  welcomeKnown: 'Schön, dass Sie anrufen, {{first_name}}. Was kann ich für Sie tun?',
  welcome: 'Was kann ich für Sie tun?',
  welcomeNew: 'Mit wem spreche ich, und was kann ich für Sie tun?',
  looking: 'Einen Moment, ich sehe nach.',
  booking: 'Einen Moment, ich trage das ein.',
  moment: 'Einen Moment, bitte.',
  whichTime: 'Wann möchten Sie kommen?',
  done: 'Kann ich sonst noch etwas für Sie tun?',
  anythingElse: 'Gern. Was kann ich sonst für Sie tun?',
  transferring: 'Gern, ich verbinde Sie.',
  nobodyThere: 'Da ist gerade leider niemand zu erreichen. Soll Sie jemand aus unserem Team zurückrufen?',
  noTransfer:
    'Ich bin ein KI-Assistent und kann gerade niemanden ans Telefon holen. Soll Sie jemand aus unserem Team zurückrufen?',
  goodbye: 'Vielen Dank für Ihren Anruf. Auf Wiederhören!',
}

const english: Sentences = {
  greeting: (company) => `Hello, this is the AI assistant of ${company}. {{closed_notice}}`,
  consent: 'This call is recorded. Do you agree to that?',
  noConsent:
    'Very well. I am afraid I cannot go on here, as the call would be recorded. Shall somebody from our team call you back?',
  welcomeKnown: 'Nice to hear from you, {{first_name}}. What can I do for you?',
  welcome: 'What can I do for you?',
  welcomeNew: 'Who am I speaking to, and what can I do for you?',
  looking: 'One moment, let me check.',
  booking: 'One moment, I am putting that down.',
  moment: 'One moment, please.',
  whichTime: 'When would you like to come?',
  done: 'Is there anything else I can do for you?',
  anythingElse: 'Certainly. What else can I do for you?',
  transferring: 'Certainly, I will put you through.',
  nobodyThere: 'I am afraid nobody can be reached just now. Shall somebody from our team call you back?',
  noTransfer:
    'I am an AI assistant and cannot get anybody on the phone just now. Shall somebody from our team call you back?',
  goodbye: 'Thank you for calling. Goodbye!',
}

export const sentences: Readonly<Record<Language, Sentences>> = { de: german, en: english }
