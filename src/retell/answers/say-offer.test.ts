import { describe, expect, test } from 'vitest'

import type { Offer } from '../../appointments/offer.ts'
import { house } from './golden-house.ts'
import { sayAlternatives } from './say-offer.ts'
import type { Speaking } from './speaking.ts'

const startsAt = Temporal.ZonedDateTime.from('2026-11-24T10:00[Europe/Berlin]').toInstant()
const cut: Offer = {
  id: 'k3f7',
  branchId: 'mitte',
  serviceId: 'cut',
  staffId: 'weber',
  further: [],
  staffAskedFor: false,
  startsAt,
  endsAt: startsAt.add({ minutes: 45 }),
  priceMinor: 3850,
  movesAppointmentId: null,
}

function said(saidService: string | undefined, change: Partial<Offer> = {}, language: 'de' | 'en' = 'de'): string {
  const today = Temporal.PlainDate.from('2026-11-20')
  const speaking: Speaking = {
    language,
    house,
    today,
    branchId: 'mitte',
    ...(saidService !== undefined && { saidService }),
  }
  return sayAlternatives(speaking, [{ ...cut, ...change }])
}

describe('times to choose from', () => {
  test.each([undefined, 'Haarschnitt', 'einen Haarschnitt, bitte', 'haircut'])(
    'for %j, as the service is called, leave out what for',
    (service) => {
      expect(said(service)).toMatch(/^Frei wäre Dienstag/)
    },
  )

  test('for what the caller called otherwise say what was understood', () => {
    expect(said('Hoarschnitt')).toMatch(/^Für Haarschnitt wäre frei: Dienstag/)
    expect(said('Haarschnitt', { serviceId: 'colour' })).toMatch(/^Für Farbe wäre frei: /)
    expect(said('cutting', {}, 'en')).toMatch(/^For Haircut there is Tuesday/)
  })

  test('say it together with the person who was asked for', () => {
    expect(said('Hoarschnitt', { staffAskedFor: true })).toMatch(/^Für Haarschnitt bei Herrn Weber wäre frei: /)
  })

  test('for several services in one visit always say which', () => {
    const further = [{ serviceId: 'colour', staffId: 'weber' }]
    expect(said('Haarschnitt', { further })).toMatch(/^Für Haarschnitt und Farbe wäre frei: /)
  })
})
