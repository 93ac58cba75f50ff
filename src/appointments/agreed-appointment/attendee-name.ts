/** Behind these stands who it is for; also where nobody asked. */
const introductions =
  /(?:\bmein name ist|\bich hei(?:ß|ss)e|\bauf den namen|\bunter dem namen|\b(?:er|sie) hei(?:ß|ss)t|\bhier (?:ist|spricht)|\bmy name(?: is|'s)|\bunder the name(?: of)?|\bthe name is|\bname is|\bthis is|\b(?:his|her) name is|\bit's)\s+/iu
/** "Thomas Berg mein Name", "Leyla heißt sie". */
const trailing =
  /^(.*?)\s*,?\s+(?:(?:hier|here)(?=[.,]|$)|(?:ist )?(?:mein name|hei(?:ß|ss)t (?:er|sie)|am apparat|speaking|is my name)\b)/iu

/** Words that may stand before or in place of a name, and are none. Lower case. */
const noNames: ReadonlySet<string> = new Set(
  (
    'ja nein jo gern gerne genau klar also äh ähm öh hm hallo guten tag morgen abend moin servus grüß gott danke bitte auf den der die das ' +
    'dem unter für und mein meine name namen ist ich bin heiße heisse wir er sie es einfach halt dann noch mal so mit ' +
    'frau herr herrn doktor dr yes yeah no sure please thanks thank you um uh er well so it its is my name the under for and of ' +
    'ma am madam sir this that i m me okay ok gut passt super prima perfekt great perfect fine hello hi good morning afternoon evening'
  ).split(' '),
)

/** Nobody's name has more words. */
const MOST_WORDS = 4
const LONGEST_NAME = 80

/** The name by which somebody introduces the person it is for; null when the sentence introduces nobody. */
export function nameIntroduced(sentence: string): string | null {
  const behind = introductions.exec(sentence)
  if (behind !== null) return nameIn(sentence.slice(behind.index + behind[0].length))
  const before = trailing.exec(sentence)
  return before === null ? null : nameIn(before[1] ?? '')
}

/** The name somebody gives when asked for it; null when the sentence has none in it. */
export function nameAnswered(sentence: string): string | null {
  return nameIntroduced(sentence) ?? nameIn(sentence)
}

/** The capitalised words at its head, without what leads up to them and without letters that are spelled. */
function nameIn(text: string): string | null {
  const [head = ''] = text
    .trim()
    .split(/[.?!;:]|\s[-–]\s/u)
    .filter((part) => part.trim() !== '')
  const parts = head.split(',').map(wordsOfName)
  // "Berg, Anna Berg" and "Ja, Berg": the longest part that is a name.
  const [longest = []] = parts.toSorted((one, other) => other.length - one.length)
  const name = longest.join(' ').slice(0, LONGEST_NAME)
  return /\p{L}{2}/u.test(name) ? name : null
}

function wordsOfName(part: string): readonly string[] {
  const words = part.trim().split(/\s+/u)
  const from = words.findIndex((word) => isNameWord(word))
  if (from < 0) return []
  const rest = words.slice(from)
  const to = rest.findIndex((word, index) => !isNameWord(word) && !(index > 0 && isParticle(word, rest[index + 1])))
  return rest.slice(0, to < 0 ? MOST_WORDS : Math.min(to, MOST_WORDS))
}

function isNameWord(word: string): boolean {
  return /^\p{Lu}[\p{L}'’-]+$/u.test(word) && !noNames.has(word.toLowerCase())
}

/** "Ludwig van Beethoven", "von der Leyen". */
function isParticle(word: string, next: string | undefined): boolean {
  return /^(?:von|van|de|der|den|zu|al|el|di|da|le|la)$/u.test(word) && next !== undefined
}
