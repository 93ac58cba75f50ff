import type { AccountFile } from './account.ts'

/** A doctor with one kind of appointment: a small account to try things on, of the server of 2025. */
export const practiceAccount = {
  dialect: 'self-hosted-2025',
  users: [
    {
      id: 1,
      name: 'Praxis Muster',
      email: 'praxis@example.test',
      username: 'praxis',
      timeZone: 'Europe/Berlin',
      defaultScheduleId: 1,
    },
  ],
  schedules: [
    {
      id: 1,
      ownerId: 1,
      availability: [
        { days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'], startTime: '09:00', endTime: '17:00' },
      ],
    },
  ],
  eventTypes: [
    {
      id: 1,
      title: 'Erstgespräch',
      slug: 'erstgespraech',
      lengthInMinutes: 30,
      ownerId: 1,
      locations: [{ type: 'address', address: 'Musterstr. 1, Berlin' }],
    },
  ],
  apiKeys: [{ key: 'cal_test', name: 'practice', userId: 1 }],
} as const satisfies AccountFile
