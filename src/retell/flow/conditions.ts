import type { Language } from '../../speech/language.ts'

/**
 * What the model decides a caller's turn by. Each has a name, which is the end of the ids of its edges (and of
 * `global_node_setting`s, by their node), so that whoever reads or plays a flow can tell them apart whatever the language.
 */
const conditions = {
  wants_booking_at: {
    de: 'Der Anrufer möchte einen Termin und hat gesagt, was gemacht werden soll und wann, wenn auch ungefähr.',
    en: 'The caller wants an appointment and has said what is to be done and when, even roughly.',
  },
  wants_booking_when: {
    de: 'Der Anrufer möchte einen Termin und hat gesagt, wann, wenn auch ungefähr.',
    en: 'The caller wants an appointment and has said when, even roughly.',
  },
  names_several_times: {
    de: 'Der Anrufer nennt mehrere Zeiten zur Wahl, und es ist klar, was gemacht werden soll.',
    en: 'The caller names several times to choose from, and it is clear what is to be done.',
  },
  wants_soonest: {
    de: 'Der Anrufer möchte so bald wie möglich kommen oder den nächsten freien Termin, und es ist klar, was gemacht werden soll.',
    en: 'The caller wants to come as soon as possible or the next free appointment, and it is clear what is to be done.',
  },
  wants_person: {
    de: 'Der Anrufer möchte zu einer bestimmten Person und hat keine Zeit genannt.',
    en: 'The caller wants to see a certain person and has named no time.',
  },
  wants_booking_of: {
    de: 'Der Anrufer möchte einen Termin und hat gesagt, was gemacht werden soll, aber nicht wann.',
    en: 'The caller wants an appointment and has said what is to be done, but not when.',
  },
  wants_booking_on: {
    de: 'Der Anrufer möchte einen Termin und hat gesagt, wann, aber nicht, was gemacht werden soll.',
    en: 'The caller wants an appointment and has said when, but not what is to be done.',
  },
  asks_services: {
    de: 'Der Anrufer fragt, was angeboten wird, beschreibt nur ungefähr, was er braucht, oder weiß es nicht.',
    en: 'The caller asks what there is, only roughly describes what they need, or does not know.',
  },
  wants_booking: {
    de: 'Der Anrufer möchte einen Termin und hat weder gesagt, was gemacht werden soll, noch wann.',
    en: 'The caller wants an appointment and has said neither what is to be done nor when.',
  },
  wants_booking_alone: {
    de: 'Der Anrufer möchte einen Termin und hat nicht gesagt, wann.',
    en: 'The caller wants an appointment and has not said when.',
  },
  asks_own_appointments: {
    de: 'Der Anrufer fragt nach seinem bestehenden Termin.',
    en: 'The caller asks about an appointment they have.',
  },
  wants_move: {
    de: 'Der Anrufer möchte einen bestehenden Termin verlegen.',
    en: 'The caller wants to move an appointment they have.',
  },
  wants_cancel: {
    de: 'Der Anrufer möchte einen bestehenden Termin absagen.',
    en: 'The caller wants to cancel an appointment they have.',
  },
  wants_link: {
    de: 'Der Anrufer möchte lieber selbst im Internet buchen oder einen Link per SMS.',
    en: 'The caller would rather book online themselves or have a link by text message.',
  },
  asks_about_house: {
    de: 'Der Anrufer hat eine Frage zum Haus: Öffnungszeiten, Adresse, Preise, Bedingungen.',
    en: 'The caller has a question about the house: hours, address, prices, terms.',
  },
  chooses_service_at: {
    de: 'Der Anrufer nennt eine Leistung, und eine Zeit ist schon genannt.',
    en: 'The caller names a service, and a time has been named already.',
  },
  chooses_service: {
    de: 'Der Anrufer nennt oder bestätigt eine Leistung; eine Zeit ist noch nicht genannt.',
    en: 'The caller names or confirms a service; no time has been named yet.',
  },
  asks_further: {
    de: 'Der Anrufer nennt eine Kategorie, beschreibt, was er braucht, oder ist unsicher.',
    en: 'The caller names a category, describes what they need, or is unsure.',
  },
  names_time: {
    de: 'Der Anrufer nennt einen Tag oder eine Zeit, wenn auch ungefähr.',
    en: 'The caller names a day or a time, even roughly.',
  },
  names_person: {
    de: 'Der Anrufer nennt eine Person.',
    en: 'The caller names a person.',
  },
  takes_anybody: {
    de: 'Dem Anrufer ist es gleich, bei wem.',
    en: 'The caller does not mind with whom.',
  },
  takes_offer: {
    de: 'Der Anrufer nimmt den angebotenen Termin an oder wählt eine der genannten Zeiten.',
    en: 'The caller accepts the appointment offered or chooses one of the times named.',
  },
  wants_otherwise: {
    de: 'Der Anrufer nennt einen anderen Tag, eine andere Zeit, Leistung, Person oder Filiale, oder beantwortet die Rückfrage.',
    en: 'The caller names another day, time, service, person or branch, or answers the question.',
  },
  none_suits: {
    de: 'Dem Anrufer passt nichts davon, und er nennt selbst keine andere Zeit.',
    en: 'None of it suits the caller, and they name no other time themselves.',
  },
  changes_mind: {
    de: 'Der Anrufer möchte es doch nicht, oder später.',
    en: 'The caller does not want it after all, or later.',
  },
  gives_contact: {
    de: 'Der Anrufer hat einen Namen oder eine Telefonnummer genannt.',
    en: 'The caller has said a name or a telephone number.',
  },
  declines_contact: {
    de: 'Der Anrufer möchte keine Nummer nennen.',
    en: 'The caller does not want to give a number.',
  },
  confirms_contact: {
    de: 'Der Anrufer bestätigt, dass die vorgelesene Nummer stimmt, oder möchte keine nennen.',
    en: 'The caller confirms that the number read back is right, or does not want to give one.',
  },
  gives_name: {
    de: 'Der Anrufer hat einen Namen genannt.',
    en: 'The caller has said a name.',
  },
  agrees: {
    de: 'Der Anrufer ist einverstanden.',
    en: 'The caller agrees.',
  },
  answers: {
    de: 'Der Anrufer stimmt zu oder beantwortet die Rückfrage.',
    en: 'The caller agrees or answers the question.',
  },
  proves_themselves: {
    de: 'Der Anrufer nennt seinen Namen, den Tag des Termins oder die Terminnummer.',
    en: 'The caller says their name, the day of the appointment or its code.',
  },
  consents: {
    de: 'Der Anrufer ist mit der Aufzeichnung einverstanden oder fährt mit seinem Anliegen fort, ohne zu widersprechen.',
    en: 'The caller agrees to be recorded, or goes on with their request without objecting.',
  },
  refuses_consent: {
    de: 'Der Anrufer möchte nicht aufgezeichnet werden.',
    en: 'The caller does not want to be recorded.',
  },
  declines: {
    de: 'Der Anrufer lehnt ab.',
    en: 'The caller declines.',
  },
  wants_callback: {
    de: 'Der Anrufer möchte zurückgerufen werden oder nimmt einen angebotenen Rückruf an.',
    en: 'The caller wants to be called back or accepts a callback that was offered.',
  },
  wants_human: {
    de: 'Der Anrufer möchte mit einem Menschen sprechen.',
    en: 'The caller wants to speak with a person.',
  },
  says_goodbye: {
    de: 'Der Anrufer verabschiedet sich oder braucht nichts mehr.',
    en: 'The caller says goodbye or needs nothing more.',
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>

export type Condition = keyof typeof conditions

/** The words of a condition in the language of the flow. */
export function conditionText(condition: Condition, language: Language): string {
  return conditions[condition][language]
}
