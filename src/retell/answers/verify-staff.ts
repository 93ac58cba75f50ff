import type { StaffResolution } from '../../staff/resolve-staff.ts'
import type { Answer } from '../reply.ts'
import { askStaff } from './question.ts'
import { inLanguage, nameOfStaff, sentence, type Speaking, withStaff } from './speaking.ts'

/** The answer to the name of a staff member. */
export function answerStaff(speaking: Speaking, resolution: StaffResolution): Answer<'verify_staff'> {
  switch (resolution.kind) {
    case 'resolved': {
      const whom = withStaff(speaking, resolution.staffId)
      return {
        status: resolution.kind,
        say: inLanguage(speaking, { de: sentence(`Gerne ${whom}`), en: sentence(`Certainly, ${whom}`) }),
        data: { staff: nameOfStaff(speaking, resolution.staffId) },
      }
    }
    case 'ambiguous': {
      const candidates = resolution.staffIds.map((id) => nameOfStaff(speaking, id)).filter((name) => name !== '')
      return { status: resolution.kind, say: askStaff(speaking, resolution.staffIds), data: { candidates } }
    }
    case 'unknown':
      return { status: resolution.kind, say: askStaff(speaking, []) }
  }
}
