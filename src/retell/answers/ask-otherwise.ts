import { inLanguage, type Speaking, withStaff } from './speaking.ts'

/** Only who asked for somebody can be asked whether a colleague would do; '' for others. */
export function askOtherwise(speaking: Speaking, askedForStaffId: string | null): string {
  if (askedForStaffId === null || withStaff(speaking, askedForStaffId) === '') return ''
  return inLanguage(speaking, {
    de: 'Soll ich bei jemand anderem aus dem Team nachsehen?',
    en: 'Shall I see whether somebody else from the team is free?',
  })
}
