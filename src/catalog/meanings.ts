import { foldWords } from './service-words.ts'
import { plainForm, stemOf } from './word-stem.ts'

/**
 * What people mean by words that no service is called by. General language of the trades that give appointments, in both
 * languages; a company's own words belong into the aliases of its services. Written as said; forms and compounds follow.
 */

/** Words for one thing, each as good as the other. */
const synonyms: readonly string[] = [
  'herr, herren, mann, männer, gents, men, male',
  'dame, damen, frau, frauen, ladies, women, female',
  'kind, kinder, sohn, tochter, junge, mädchen, baby, kids, children',
  'schneiden, schnitt, cut, kürzen',
  'haarschnitt, haircut',
  'stutzen, trimmen, trim',
  'farbe, färben, colour, color, dye',
  'tönung, tint, toner',
  'strähnen, highlights, mèches',
  'dauerwelle, locken, perm, curls',
  'glätten, glättung, straightening, smoothing',
  'föhnen, blow-dry, blowdry',
  'waschen, wash, shampoo',
  'bart, beard',
  'rasur, rasieren, shave, barbier',
  'pony, fringe, bangs',
  'haar, hair',
  'kur, pflege, treatment, care, conditioning, intensivpflege, aufbaukur',
  'hochsteckfrisur, hochstecken, updo, brautfrisur, hochzeitsfrisur',
  'verlängerung, verdichtung, extensions',
  'nagel, nägel, nails, nail',
  'maniküre, manicure, fingernägel, handpflege',
  'pediküre, pedicure, fußnägel, fußpflege, podologie',
  'wimpern, lashes, eyelashes',
  'augenbrauen, brauen, brows, eyebrows',
  'gesicht, face, facial, gesichtsbehandlung, kosmetik',
  'haut, skin, dermatologie',
  'haarentfernung, enthaarung, waxing, epilation, sugaring',
  'massage, massieren',
  'rücken, back',
  'nacken, hals, neck',
  'fuß, füße, foot, feet',
  'hand, hände, hands',
  'physiotherapie, krankengymnastik, physio, physiotherapy',
  'zahn, zähne, tooth, teeth, dental',
  'zahnreinigung, prophylaxe, mundhygiene, cleaning',
  'auge, augen, eye, eyes',
  'ohr, ohren, ear, ears',
  'impfung, impfen, vaccination, vaccine, jab, shot',
  'untersuchung, check-up, checkup, vorsorge, examination, kontrolle',
  'beratung, beratungsgespräch, consultation, erstgespräch, advice',
  'blutabnahme, blutbild, bloodtest, labor',
  'rezept, prescription',
  'krankschreibung, attest',
  'reifen, reifenwechsel, radwechsel, tyres, tires',
  'inspektion, wartung, service, maintenance',
  'hauptuntersuchung, tüv, inspection',
  'reparatur, reparieren, repair, fix',
  'reinigung, reinigen, putzen, cleaning',
]

/** What is wrong or wanted, and what is done about it. */
const needs: readonly (readonly [said: string, means: string])[] = [
  [
    'kaputt, trocken, strapaziert, spröde, beschädigt, splissig, spliss, glanzlos, stumpf, brüchig, geschädigt, damaged, dry, brittle, frizzy',
    'kur, pflege, treatment, repair, aufbau, tiefenpflege, maske, intensivkur, keratin',
  ],
  ['grau, ansatz, nachgewachsen, grey, gray, roots', 'ansatz, farbe, färben, tönung, colour, color, root'],
  ['blond, heller, aufhellen, blondieren, lighter', 'strähnen, blondierung, balayage, farbe, highlights'],
  ['rasur, rasieren, shave', 'bart, beard'],
  ['dünn, licht, haarausfall, thinning', 'verdichtung, kopfhaut, pflege, verlängerung'],
  ['schuppen, juckreiz, dandruff', 'kopfhaut, peeling, kur, pflege, scalp'],
  ['kurz, kürzer, spitzen, shorter, ends', 'schnitt, haarschnitt, spitzen, haircut'],
  ['lockig, wellig, curly, wavy', 'dauerwelle, locken, perm'],
  ['glatt, straight', 'glättung, glätten, keratin'],
  ['hochzeit, braut, ball, abiball, feier, wedding, prom, party', 'hochsteckfrisur, brautfrisur, make-up, updo'],
  [
    'pickel, unrein, akne, mitesser, acne, pimples, blackheads',
    'reinigung, tiefenreinigung, ausreinigung, peeling, akne, aknebehandlung, facial',
  ],
  ['falten, müde, wrinkles, tired', 'anti-aging, lifting, hyaluron, botox, gesicht, facial'],
  [
    'verspannt, verspannung, verspannungen, steif, tense, stiff',
    'massage, physiotherapie, rücken, nacken, osteopathie',
  ],
  ['entspannen, entspannung, erholung, stress, relax, relaxing', 'massage, wellness, aroma'],
  ['rückenschmerzen, bandscheibe, hexenschuss, backache', 'rücken, massage, physiotherapie, osteopathie, wirbelsäule'],
  ['hornhaut, hühnerauge, eingewachsen, corns', 'fußpflege, pediküre, podologie, nagelkorrektur'],
  ['zahnschmerzen, zahnweh, toothache', 'schmerzbehandlung, notfall, schmerz, emergency'],
  [
    'schmerzen, weh, akut, notfall, dringend, pain, emergency, urgent',
    'notfall, akut, schmerz, sprechstunde, emergency',
  ],
  ['krank, erkältet, fieber, husten, grippe, sick, fever, cough, flu', 'sprechstunde, akut, untersuchung'],
  ['fleck, muttermal, mole', 'hautkrebs, screening, hautscreening, haut'],
  ['sehen, brille, sehschärfe, glasses', 'sehtest, auge, brille'],
  ['hören, hörgerät, hearing', 'hörtest, ohr, hörgerät'],
  ['winter, sommer, winterreifen, sommerreifen', 'reifen, radwechsel, reifenwechsel'],
  ['bremsen, quietscht, klappert, brakes', 'bremse, inspektion, diagnose, reparatur'],
]

/** A word that stands for the one said, and how sure that is. */
export type Meaning = { readonly word: string; readonly weight: number }

/** Another word for the same is nearly as good as the word; what helps is a guess. */
const SYNONYM_WEIGHT = 0.75
const NEED_WEIGHT = 0.7

/** A long word has a few splits, each with a dozen words; more would only cost time. */
const MOST_COMPOUNDS = 60
const SHORTEST_PART = 4

const meanings = buildMeanings()

/** Other words for a folded word. */
export function meaningsOf(said: string): readonly Meaning[] {
  return meanings.get(stemOf(said)) ?? []
}

/** The same for a part of a compound: "Männerhaarschnitt" is also "Herrenhaarschnitt". */
export function compoundMeanings(said: string): readonly Meaning[] {
  const found: Meaning[] = []
  for (let length = SHORTEST_PART; length <= said.length - SHORTEST_PART; length += 1) {
    const [first, rest] = [said.slice(0, length), said.slice(length)]
    for (const { word, weight } of meaningsOf(first)) found.push({ word: word + rest, weight })
    for (const { word, weight } of meaningsOf(rest)) found.push({ word: first + word, weight })
  }
  return found.slice(0, MOST_COMPOUNDS)
}

/** The plain forms of words that are about in any house. */
export const commonWords: ReadonlySet<string> = new Set(
  [...meanings.values()].flat().map(({ word }) => plainForm(word)),
)

function wordsOf(list: string): readonly string[] {
  return list.split(',').map((word) => foldWords(word).replaceAll(' ', ''))
}

/** By the stem of what is said. */
function buildMeanings(): ReadonlyMap<string, readonly Meaning[]> {
  const built = new Map<string, Meaning[]>()
  const add = (said: string, means: readonly string[], weight: number) => {
    const known = built.getOrInsertComputed(stemOf(said), () => [])
    for (const word of means) if (stemOf(word) !== stemOf(said)) known.push({ word, weight })
  }
  for (const words of synonyms.map(wordsOf)) for (const word of words) add(word, words, SYNONYM_WEIGHT)
  for (const [said, means] of needs) for (const word of wordsOf(said)) add(word, wordsOf(means), NEED_WEIGHT)
  return built
}
