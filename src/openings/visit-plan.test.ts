import { expect, test } from 'vitest'

import type { Service } from '../catalog/service.ts'
import { planVisit } from './visit-plan.ts'

const cut: Service = {
  id: 'cut',
  categoryId: null,
  name: 'Haarschnitt',
  nameEn: '',
  description: '',
  aliases: [],
  durationMinutes: 30,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 5,
  priceMinor: null,
  isDefault: false,
  staffIds: [],
  gaps: [],
  calendarReference: null,
}
const colour: Service = {
  ...cut,
  id: 'colour',
  durationMinutes: 90,
  bufferBeforeMinutes: 10,
  bufferAfterMinutes: 15,
  gaps: [
    { fromMinute: 30, toMinute: 45 },
    { fromMinute: 60, toMinute: 80 },
  ],
}

const range = (fromMinute: number, toMinute: number) => ({ fromMinute, toMinute })

test('a service without gaps takes itself and its buffers', () => {
  expect(planVisit({ calendar: 'builtin' }, [cut])).toEqual([{ ...range(0, 30), taken: [range(0, 35)] }])
})

test('a service with gaps takes what is between them, and its buffers at both ends', () => {
  expect(planVisit({ calendar: 'builtin' }, [colour])).toEqual([
    { ...range(0, 90), taken: [range(-10, 30), range(45, 60), range(80, 105)] },
  ])
})

test('services follow one another without a pause, each with its own buffers', () => {
  expect(planVisit({ calendar: 'builtin' }, [cut, colour, cut])).toEqual([
    { ...range(0, 30), taken: [range(0, 35)] },
    { ...range(30, 120), taken: [range(20, 60), range(75, 90), range(110, 135)] },
    { ...range(120, 150), taken: [range(120, 155)] },
  ])
})

test('a calendar elsewhere knows no gaps', () => {
  expect(planVisit({ calendar: 'calcom' }, [colour])).toEqual([{ ...range(0, 90), taken: [range(-10, 105)] }])
})
