import { fill, type Variables } from '../flow/fill.ts'
import type { Language } from '../people/wants.ts'
import type { Memory } from './memory.ts'

type Words = Readonly<Record<Language, string>>

/** What the agent says where a flow leaves the words to the language model, by what the instruction is about. */
type SpeakRule = { name: string; prompt: RegExp; words: (memory: Memory, variables: Variables) => Words }

const fixed = (name: string, prompt: RegExp, words: Words): SpeakRule => ({ name, prompt, words: () => words })

const RULES: readonly SpeakRule[] = [
  { name: 'reads a number back', prompt: /digit by digit|Ziffer für Ziffer/i, words: readNumberBack },
  {
    name: 'answers about the house',
    prompt: /policies|opening_hours/i,
    words: (_, variables) => ({
      de: `${variables.get('policies') ?? ''} Was kann ich sonst noch für Sie tun?`.trim(),
      en: `${variables.get('policies') ?? ''} What else can I do for you?`.trim(),
    }),
  },
  fixed('goodbye', /goodbye|farewell|verabschied/i, { de: 'Auf Wiederhören.', en: 'Goodbye.' }),
  fixed('transfer', /transfer|put .* through|verbinde/i, { de: 'Ich verbinde Sie.', en: 'I will put you through.' }),
  fixed('name', /\bname\b|\bNamen\b/i, { de: 'Wie ist Ihr Name?', en: 'What is your name?' }),
  fixed('date and time', /\b(date|day|time)\b|\bTag\b|Uhrzeit|\bDatum/i, {
    de: 'An welchem Tag und um wie viel Uhr möchten Sie kommen?',
    en: 'On which day and at what time would you like to come?',
  }),
  fixed('service', /service|Leistung|Behandlung/i, {
    de: 'Was dürfen wir für Sie tun?',
    en: 'What would you like to have done?',
  }),
  fixed('anything else', /anything else|sonst noch/i, {
    de: 'Kann ich sonst noch etwas für Sie tun?',
    en: 'Is there anything else I can do for you?',
  }),
  fixed('help', /help|want|intent|Anliegen|möchte/i, { de: 'Was kann ich für Sie tun?', en: 'What can I do for you?' }),
]

function readNumberBack({ told }: Memory): Words {
  const digits = told['phone']
  if (digits === undefined)
    return { de: 'Unter welcher Nummer erreichen wir Sie?', en: 'At which number can we reach you?' }
  return { de: `Ich habe notiert: ${digits}. Stimmt das so?`, en: `I have noted: ${digits}. Is that right?` }
}

/**
 * Says what an instruction asks for: the sentence of a tool when it refers to one, the words in quotation marks when it holds
 * some, else by rule. `isRuled` is false where the instruction itself is read out for want of anything better.
 */
export function speakPrompt(
  prompt: string,
  given: { memory: Memory; variables: Variables; language: Language },
): { words: string; isRuled: boolean } {
  const { memory, variables, language } = given
  const [reference] = /\{\{\s*say\s*\}\}/i.exec(prompt) ?? []
  if (reference !== undefined) return { words: fill(reference, variables), isRuled: true }
  const [, quoted] = /["„“»]([^"„“”»«]{8,})["“”«]/.exec(prompt) ?? []
  if (quoted !== undefined) return { words: fill(quoted, variables), isRuled: true }
  const rule = RULES.find((one) => one.prompt.test(prompt))
  return rule === undefined
    ? { words: fill(prompt, variables), isRuled: false }
    : { words: rule.words(memory, variables)[language], isRuled: true }
}
