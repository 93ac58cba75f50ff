import type { Language } from '../../speech/language.ts'

/** What the agent says by itself; everything that depends on a tool is that tool's own sentence, the variable `say`. */
export type Sentences = {
  /**
   * The first thing a caller hears, and where they learn that a machine is speaking: the law wants them told. Nothing else is
   * in it, as each second of it is one before they can say what they want.
   */
  greeting(company: string): string
  readonly consent: string
  readonly noConsent: string
  readonly welcomeKnown: string
  readonly welcome: string
  /** Whoever says their name at once is not asked for it once everything else is settled. */
  readonly welcomeNew: string
  /** Said while a tool runs: as long as tools usually take, so that nobody waits for the end of a sentence. */
  readonly looking: string
  readonly booking: string
  readonly moment: string
  readonly whatAndWhen: string
  readonly what: string
  readonly whichTime: string
  readonly done: string
  readonly anythingElse: string
  readonly transferring: string
  /** With why nobody is there, which was told when the phone rang: whoever asks for a person wants to know. */
  readonly nobodyThere: string
  readonly noTransfer: string
  readonly goodbye: string
}

const german: Sentences = {
  greeting: (company) => `Guten Tag, hier ist der KI-Assistent von ${company}.`,
  consent: 'Dieses Gespräch wird aufgezeichnet. Sind Sie damit einverstanden?',
  noConsent:
    'Gut, dann geht es hier leider nicht weiter, denn das Gespräch würde aufgezeichnet. Soll Sie jemand aus unserem Team zurückrufen?',
  welcomeKnown: 'Was kann ich für Sie tun, {{first_name}}?',
  welcome: 'Was kann ich für Sie tun?',
  welcomeNew: 'Mit wem spreche ich, und was kann ich für Sie tun?',
  looking: 'Ich sehe kurz nach.',
  booking: 'Ich trage das ein.',
  moment: 'Einen Moment.',
  whatAndWhen: 'Gern. Was soll gemacht werden, und wann möchten Sie kommen?',
  what: 'Gern. Was soll gemacht werden?',
  whichTime: 'Wann möchten Sie kommen?',
  done: 'Kann ich sonst noch etwas für Sie tun?',
  anythingElse: 'Gern. Was kann ich sonst für Sie tun?',
  transferring: 'Gern, ich verbinde Sie.',
  nobodyThere:
    'Da ist gerade leider niemand zu erreichen. {{closed_notice}} Soll Sie jemand aus unserem Team zurückrufen?',
  noTransfer:
    'Ich bin ein KI-Assistent und kann gerade niemanden ans Telefon holen. {{closed_notice}} Soll Sie jemand aus unserem Team zurückrufen?',
  goodbye: 'Vielen Dank für Ihren Anruf. Auf Wiederhören!',
}

const english: Sentences = {
  greeting: (company) => `Hello, this is the AI assistant of ${company}.`,
  consent: 'This call is recorded. Do you agree to that?',
  noConsent:
    'Very well. I am afraid I cannot go on here, as the call would be recorded. Shall somebody from our team call you back?',
  welcomeKnown: 'What can I do for you, {{first_name}}?',
  welcome: 'What can I do for you?',
  welcomeNew: 'Who am I speaking to, and what can I do for you?',
  looking: 'Let me check.',
  booking: 'I am putting that down.',
  moment: 'One moment.',
  whatAndWhen: 'Certainly. What would you like to have done, and when would you like to come?',
  what: 'Certainly. What would you like to have done?',
  whichTime: 'When would you like to come?',
  done: 'Is there anything else I can do for you?',
  anythingElse: 'Certainly. What else can I do for you?',
  transferring: 'Certainly, I will put you through.',
  nobodyThere:
    'I am afraid nobody can be reached just now. {{closed_notice}} Shall somebody from our team call you back?',
  noTransfer:
    'I am an AI assistant and cannot get anybody on the phone just now. {{closed_notice}} Shall somebody from our team call you back?',
  goodbye: 'Thank you for calling. Goodbye!',
}

export const sentences: Readonly<Record<Language, Sentences>> = { de: german, en: english }
