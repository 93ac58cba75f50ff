import type { House } from '../../openings/house.ts'

const closed: readonly [] = []
const long = [{ fromMinute: 540, toMinute: 1080 }]
const split = [
  { fromMinute: 540, toMinute: 720 },
  { fromMinute: 780, toMinute: 1080 },
]
const weekdays = [closed, long, long, long, long, long, [{ fromMinute: 540, toMinute: 840 }], closed]

const service = {
  categoryId: 'hair',
  nameEn: '',
  description: '',
  aliases: [],
  durationMinutes: 45,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  isDefault: false,
  staffIds: ['eva', 'weber'],
  gaps: [],
  calendarReference: null,
}
const member = { branchId: 'mitte', title: '', hours: weekdays, timeOff: [], calendarReference: null }

/** A small house for the golden answers: two branches, two people, services with and without an English name or price. */
export const house: House = {
  version: 1,
  company: {
    id: '019a0000-0000-7000-8000-0000000000c0',
    slug: 'golden',
    name: 'Salon Morgenrot',
    zone: 'Europe/Berlin',
    languages: ['de', 'en'],
    currency: 'EUR',
    country: 'DE',
    calendar: 'builtin',
    checksConfirmation: true,
    policies: {
      de: 'Absagen bitte einen Tag vorher. Parkplätze gibt es im Hof.',
      en: 'Please cancel one day ahead. There is parking in the yard.',
    },
    branches: [
      {
        id: 'mitte',
        name: 'Mitte',
        street: 'Lindenstraße 4',
        postalCode: '10115',
        city: 'Berlin',
        germanState: 'BE',
        closedOnHolidays: true,
        hours: weekdays,
      },
      {
        id: 'west',
        name: 'West (am Park)',
        street: '',
        postalCode: '',
        city: 'Berlin',
        germanState: 'BE',
        closedOnHolidays: true,
        hours: [closed, closed, split, split, closed, split, closed, closed],
      },
    ],
    closures: [],
    rules: [],
    forwardingNumbers: [],
  },
  staff: [
    { ...member, id: 'eva', firstName: 'Eva', lastName: 'Sommer' },
    { ...member, id: 'weber', title: 'Herr', firstName: 'Tim', lastName: 'Weber' },
  ],
  services: [
    { ...service, id: 'cut', name: 'Haarschnitt', nameEn: 'Haircut', priceMinor: 3850 },
    { ...service, id: 'beard', name: 'Bart & Pflege', durationMinutes: 30, priceMinor: null },
    { ...service, id: 'colour', categoryId: 'colour', name: 'Farbe', nameEn: 'Colouring', priceMinor: 9000 },
  ],
  categories: [
    { id: 'hair', parentId: null, name: 'Haare', nameEn: 'Hair' },
    { id: 'colour', parentId: null, name: 'Farbe', nameEn: 'Colour' },
  ],
}

/** The same with more services than a reply has room for. */
export const manyServices: House = {
  ...house,
  company: { ...house.company, policies: { de: 'Ein Satz. '.repeat(90), en: 'A sentence. '.repeat(90) } },
  services: Array.from({ length: 30 }, (_, index) => ({
    ...service,
    id: `service ${index}`,
    name: `Behandlung ${'lang '.repeat(5)}${index}`,
    priceMinor: 1000,
  })),
}
