/** The characters a text has 160 of; one other, and there are 70. */
const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** These take two places each. */
const GSM_EXTENDED = '^{}\\[~]|€\f'

/** How many parts a text is sent, and paid for, as. */
export function countSegments(text: string): number {
  let places = 0
  for (const character of text) {
    if (GSM.includes(character)) places += 1
    else if (GSM_EXTENDED.includes(character)) places += 2
    else return partsOf(text.length, 70, 67)
  }
  return partsOf(places, 160, 153)
}

function partsOf(places: number, alone: number, joined: number): number {
  return places <= alone ? 1 : Math.ceil(places / joined)
}
