import { isTelling, wordsOf } from './service-words.ts'

/** Words of which an answer without a wish is made: "weiß nicht so genau", "was gibt es denn alles", "not sure yet". Folded. */
const unsureWords: ReadonlySet<string> = new Set(
  (
    'weiss wuesste nicht nix nichts keine kein ahnung idee plan egal unsicher sicher genau richtig recht schwer sagen ' +
    'entscheiden entschieden ueberlegen ueberlegt unentschlossen bestimmtes schauen gucken mir bin erstmal momentan gerade ' +
    'denn alles alle wie welche welches empfehlen raten beraten vorschlagen aeh aehm hm naja ' +
    'know dont don t not sure unsure no idea whatever anything everything all yet really clue undecided decide what ' +
    'offer recommend suggest there you have which kind m'
  ).split(' '),
)

/** Whether somebody answered without a wish: they do not know, do not mind, or ask what there is. Of a folded text. */
export function isUnsure(wish: string): boolean {
  const words = wordsOf(wish)
  return words.some((word) => unsureWords.has(word)) && !isTelling(withoutUnsure(words))
}

function withoutUnsure(words: readonly string[]): string {
  return words.filter((word) => !unsureWords.has(word)).join(' ')
}
