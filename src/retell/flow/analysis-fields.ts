import type { Language } from '../../speech/language.ts'
import type { Agent } from './flow-types.ts'

type Field = NonNullable<Agent['post_call_analysis_data']>[number]

/** How a call ended, in the words calls are counted by. */
const OUTCOMES = ['booked', 'moved', 'cancelled', 'asked', 'callback', 'transferred', 'abandoned', 'other']

/**
 * What the platform works out of a call once it is over. Figures of our own come from the tools' steps; these tell what only
 * the words of a call do. Never required: a call in which nothing of it was said has not failed.
 */
export function analysisFields(language: Language, recordsCalls: boolean): Field[] {
  const fields: Field[] = [
    { type: 'enum', name: 'outcome', choices: OUTCOMES, required: false, description: texts.outcome[language] },
    { type: 'string', name: 'reason_not_booked', required: false, description: texts.reason[language] },
    { type: 'boolean', name: 'asked_for_person', required: false, description: texts.person[language] },
  ]
  if (!recordsCalls) return fields
  return [
    ...fields,
    { type: 'boolean', name: 'recording_consent', required: false, description: texts.consent[language] },
  ]
}

const texts = {
  outcome: {
    de: 'Womit das Gespräch endete: gebucht, verlegt, abgesagt, nur gefragt, Rückruf, verbunden, abgebrochen.',
    en: 'How the call ended: booked, moved, cancelled, only asked, callback, transferred, abandoned.',
  },
  reason: {
    de: 'Wollte der Anrufer einen Termin und bekam keinen: warum, in wenigen Worten, ohne Namen und Nummern.',
    en: 'If the caller wanted an appointment and got none: why, in a few words, without names and numbers.',
  },
  person: {
    de: 'Ob der Anrufer mit einem Menschen sprechen wollte.',
    en: 'Whether the caller wanted to speak with a person.',
  },
  consent: {
    de: 'Ob der Anrufer mit der Aufzeichnung einverstanden war.',
    en: 'Whether the caller agreed to be recorded.',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>
