/** What the caller was asked: whether an appointment shall be cancelled, or moved. */
export type AskedChange = 'cancel' | 'move'

/** Words that name what was asked: "bitte absagen" agrees to cancelling, and "verschieben" to being moved. */
const namesTheChange: Readonly<Record<AskedChange, RegExp>> = {
  cancel:
    /\b(?:abzusagen|absagen|abgesagt|absage|sagen sie (?:ihn|den|das|es)(?: termin)?(?: bitte)? ab|storniert?|stornieren|stornierung|streichen|l(?:ö|oe)schen|cancell?(?:ed|ing)?|cancellation)\b/giu,
  move: /\b(?:umzubuchen|umbuchen|umgebucht|umbuchung|buchen sie (?:ihn|das|es)(?: bitte)? um|zu verlegen|verlegen|verlegt|zu verschieben|verschieben|verschoben|verschiebung|verlegung|moved?|moving|reschedul(?:e|ed|ing)|change it|switch it)\b/giu,
}

/** Reasons people give with a yes to being cancelled, which are a no to everything else. */
const reasons =
  /\b(?:(?:ich|wir) (?:kann|k(?:ö|oe)nnen|schaffe|schaffen)(?: (?:es|das|da|dann|leider|doch|den termin))* nicht(?: (?:kommen|wahrnehmen|schaffen))?|leider|unfortunately|i(?: am|'m|m) afraid|(?:i|we) (?:can't|cannot|can not|cant|won't be able to)(?: (?:make it|come|be there|make that))?)\b/giu

/**
 * A turn as an answer to being asked about a change, for `understandAnswer`: there "absagen" and "cancel" turn an offer
 * down and "verschieben" asks for another time, while here they name the very thing that was asked.
 */
export function asAnswerToChange(change: AskedChange, said: string): string {
  // The appointment itself: here there is one to speak of, and "ihn" says as little as "den".
  const agreed = said.replaceAll(namesTheChange[change], 'genau').replaceAll(/\bihn\b/giu, 'den')
  return change === 'cancel' ? agreed.replaceAll(reasons, ' ') : agreed
}
