import type { MinuteRange } from '../../infra/weekly-hours.ts'

/** "Salon Sonnenschein": the company a first start shows. Invented; its numbers are reserved for fiction. */
export const salon = {
  slug: 'demo',
  name: 'Salon Sonnenschein',
  zone: 'Europe/Berlin',
  languages: ['de', 'en'],
  policies: {
    de: 'Absagen und Verschieben ist bis vierundzwanzig Stunden vorher kostenlos. Sie können bar oder mit Karte zahlen.',
    en: 'You can cancel or move an appointment free of charge up to twenty-four hours before. We take cash and cards.',
  },
} as const

type Day = 1 | 2 | 3 | 4 | 5 | 6 | 7
export type DayHours = Partial<Record<Day, readonly MinuteRange[]>>

const hours = (from: number, to: number): readonly MinuteRange[] => [{ fromMinute: from * 60, toMinute: to * 60 }]
const withLunch = (from: number, lunch: number, to: number): readonly MinuteRange[] => [
  { fromMinute: from * 60, toMinute: lunch * 60 },
  { fromMinute: lunch * 60 + 30, toMinute: to * 60 },
]
const on = (days: readonly Day[], ranges: readonly MinuteRange[]): DayHours =>
  Object.fromEntries(days.map((day) => [day, ranges]))

type DemoBranch = {
  name: string
  street: string
  postalCode: string
  city: string
  number: string
  hours: DayHours
}

export const branches = {
  mitte: {
    name: 'Mitte',
    street: 'Torstraße 112',
    postalCode: '10119',
    city: 'Berlin',
    number: '+493023125001',
    hours: { ...on([1, 2, 3, 4, 5], hours(9, 19)), ...on([6], hours(9, 16)) },
  },
  prenzlauerBerg: {
    name: 'Prenzlauer Berg',
    street: 'Kastanienallee 41',
    postalCode: '10435',
    city: 'Berlin',
    number: '+493023125002',
    hours: { ...on([2, 3, 4, 5], hours(10, 20)), ...on([6], hours(10, 16)) },
  },
} as const satisfies Record<string, DemoBranch>

export type BranchKey = keyof typeof branches

export const agents = [
  { retellAgentId: 'agent_demo_de', language: 'de' },
  { retellAgentId: 'agent_demo_en', language: 'en' },
] as const

/** A Meier and a Maier, because every salon has them. */
export const staff: readonly { first: string; last: string; branch: BranchKey; hours: DayHours }[] = [
  { first: 'Lena', last: 'Sommer', branch: 'mitte', hours: on([1, 2, 3, 4, 5], withLunch(9, 13, 17)) },
  { first: 'Sarah', last: 'Meier', branch: 'mitte', hours: on([2, 3, 4, 5, 6], withLunch(9, 12, 16)) },
  { first: 'Mehmet', last: 'Yılmaz', branch: 'mitte', hours: on([1, 2, 3, 4, 5], withLunch(10, 14, 19)) },
  { first: 'Julia', last: 'Krüger', branch: 'mitte', hours: on([1, 3, 5, 6], withLunch(9, 12.5, 16)) },
  { first: 'Tobias', last: 'Becker', branch: 'mitte', hours: on([1, 2, 4, 5], withLunch(11, 15, 19)) },
  { first: 'Sarah', last: 'Maier', branch: 'prenzlauerBerg', hours: on([2, 3, 4, 5], withLunch(10, 14, 18)) },
  { first: 'Aylin', last: 'Demir', branch: 'prenzlauerBerg', hours: on([2, 3, 4, 5, 6], withLunch(10, 13, 16)) },
  { first: 'Florian', last: 'Schäfer', branch: 'prenzlauerBerg', hours: on([2, 3, 4, 5], withLunch(12, 16, 20)) },
]

type DemoService = {
  name: string
  nameEn: string
  description: string
  aliases: readonly string[]
  minutes: number
  bufferAfter?: number
  /** While it soaks in: whoever does it is free. */
  gaps?: readonly MinuteRange[]
  priceMinor: number
  /** Last names of those who do not do it. */
  except?: readonly string[]
}

export const catalog: readonly { name: string; nameEn: string; services: readonly DemoService[] }[] = [
  {
    name: 'Schneiden',
    nameEn: 'Cutting',
    services: [
      {
        name: 'Damenhaarschnitt',
        nameEn: "Women's haircut",
        description: 'Waschen, Schneiden und Föhnen.',
        aliases: ['Haarschnitt für Damen', 'Damenschnitt', 'Frauenhaarschnitt', 'ladies haircut'],
        minutes: 45,
        priceMinor: 4900,
      },
      {
        name: 'Herrenhaarschnitt',
        nameEn: "Men's haircut",
        description: 'Waschen, Schneiden und Stylen.',
        aliases: ['Haarschnitt für Herren', 'Herrenschnitt', 'Männerhaarschnitt', 'gents haircut'],
        minutes: 30,
        priceMinor: 3200,
      },
      {
        name: 'Kinderhaarschnitt',
        nameEn: "Children's haircut",
        description: 'Für Kinder bis zwölf Jahre.',
        aliases: ['Kinderschnitt', 'kids haircut'],
        minutes: 30,
        priceMinor: 1900,
      },
      {
        name: 'Ponyschnitt',
        nameEn: 'Fringe trim',
        description: 'Nur den Pony nachschneiden.',
        aliases: ['Pony schneiden', 'bangs'],
        minutes: 15,
        priceMinor: 900,
      },
    ],
  },
  {
    name: 'Farbe',
    nameEn: 'Colour',
    services: [
      {
        name: 'Ansatzfärbung',
        nameEn: 'Root colour',
        description: 'Den nachgewachsenen Ansatz färben.',
        aliases: ['Ansatz färben', 'Färben', 'root touch-up'],
        minutes: 90,
        gaps: [{ fromMinute: 40, toMinute: 70 }],
        bufferAfter: 15,
        priceMinor: 6900,
        except: ['Becker'],
      },
      {
        name: 'Foliensträhnen',
        nameEn: 'Foil highlights',
        description: 'Strähnen in Folie, mit Glossing.',
        aliases: ['Strähnchen', 'Highlights'],
        minutes: 120,
        gaps: [{ fromMinute: 60, toMinute: 90 }],
        bufferAfter: 15,
        priceMinor: 9900,
        except: ['Becker', 'Schäfer'],
      },
      {
        name: 'Balayage',
        nameEn: 'Balayage',
        description: 'Freihand gemalte Farbverläufe.',
        aliases: ['Farbverlauf'],
        minutes: 180,
        gaps: [{ fromMinute: 90, toMinute: 135 }],
        bufferAfter: 15,
        priceMinor: 15900,
        except: ['Becker', 'Schäfer', 'Yılmaz'],
      },
      {
        name: 'Tönung',
        nameEn: 'Tint',
        description: 'Sanfte Farbauffrischung ohne Ammoniak.',
        aliases: ['Tönen', 'toner'],
        minutes: 60,
        gaps: [{ fromMinute: 15, toMinute: 45 }],
        priceMinor: 4500,
      },
    ],
  },
  {
    name: 'Styling',
    nameEn: 'Styling',
    services: [
      {
        name: 'Waschen und Föhnen',
        nameEn: 'Wash and blow-dry',
        description: 'Waschen und Föhnen nach Wunsch.',
        aliases: ['Föhnen', 'Waschen', 'blow dry'],
        minutes: 30,
        priceMinor: 2600,
      },
      {
        name: 'Hochsteckfrisur',
        nameEn: 'Updo',
        description: 'Für Hochzeit, Ball und Feier.',
        aliases: ['Hochstecken', 'Brautfrisur', 'wedding hair'],
        minutes: 60,
        priceMinor: 7500,
        except: ['Becker', 'Yılmaz'],
      },
    ],
  },
  {
    name: 'Pflege und Bart',
    nameEn: 'Care and beard',
    services: [
      {
        name: 'Haarkur',
        nameEn: 'Hair treatment',
        description: 'Tiefenpflege für strapaziertes und kaputtes Haar, mit Kopfmassage.',
        aliases: ['Kur', 'Pflege', 'Tiefenpflege', 'deep conditioning'],
        minutes: 30,
        priceMinor: 2900,
      },
      {
        name: 'Bartpflege',
        nameEn: 'Beard trim',
        description: 'Trimmen, Konturen und Pflege.',
        aliases: ['Bart schneiden', 'Bart trimmen', 'Rasur', 'beard'],
        minutes: 30,
        priceMinor: 2200,
        except: ['Sommer', 'Demir'],
      },
    ],
  },
]

/** Callers of the demo. The trusted ones are greeted by their first name. */
export const customers = [
  { phone: '+4917604069001', name: 'Anna Schmidt', trusted: true },
  { phone: '+4917604069002', name: 'Peter Wagner', trusted: true },
  { phone: '+4917604069003', name: 'Fatma Kaya', trusted: false },
  { phone: '+4917604069004', name: 'Jonas Weber', trusted: true },
  { phone: '+4917604069005', name: 'Helga Neumann', trusted: false },
  { phone: '+4917604069006', name: 'Lukas Hoffmann', trusted: true },
] as const

/** Regulars without a number: their appointments fill the diary, so that nobody who calls has more than a few. */
export const regulars = {
  first: ['Birgit', 'Carla', 'Dieter', 'Elif', 'Frank', 'Greta', 'Hannes', 'Ines', 'Karl', 'Leyla', 'Martin', 'Nina'],
  last: [
    'Albrecht',
    'Böhm',
    'Celik',
    'Dietrich',
    'Engel',
    'Fuchs',
    'Graf',
    'Huber',
    'Jansen',
    'Keller',
    'Lorenz',
    'Voigt',
  ],
} as const

/** How many of them there are: every first name with a few last names. */
export const regularCount = 60
