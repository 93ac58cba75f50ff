import type { StaffResolution } from '../../staff/resolve-staff.ts'
import type { Answer } from '../reply.ts'
import { askStaff } from './question.ts'
import { inLanguage, nameOfStaff, sentence, type Speaking, withStaff } from './speaking.ts'

/** Whom a caller named; or that they do not mind, or have named nobody. */
export type StaffAnswer = StaffResolution | { readonly kind: 'anybody' } | { readonly kind: 'nobody_named' }

/** The answer to the name of a staff member. Who does not mind is understood as well: `resolved`, with nobody as `staff`. */
export function answerStaff(speaking: Speaking, resolution: StaffAnswer): Answer<'verify_staff'> {
  switch (resolution.kind) {
    case 'resolved': {
      const whom = withStaff(speaking, resolution.staffId)
      return {
        status: resolution.kind,
        say: inLanguage(speaking, { de: sentence(`Gerne ${whom}`), en: sentence(`Certainly, ${whom}`) }),
        data: { staff: nameOfStaff(speaking, resolution.staffId) },
      }
    }
    case 'anybody':
      return {
        status: 'resolved',
        say: inLanguage(speaking, {
          de: 'Gern, dann schaue ich im ganzen Team.',
          en: 'Certainly, then I will look at the whole team.',
        }),
      }
    case 'ambiguous': {
      const candidates = resolution.staffIds.map((id) => nameOfStaff(speaking, id)).filter((name) => name !== '')
      return { status: resolution.kind, say: askStaff(speaking, resolution.staffIds), data: { candidates } }
    }
    case 'unknown':
      return { status: resolution.kind, say: askStaff(speaking, []) }
    case 'nobody_named':
      return {
        status: 'unknown',
        say: inLanguage(speaking, {
          de: 'Zu wem aus unserem Team möchten Sie, oder ist es Ihnen egal?',
          en: 'Whom from our team would you like to see, or does it not matter?',
        }),
      }
  }
}
