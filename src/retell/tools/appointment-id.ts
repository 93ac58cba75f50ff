import { isUuid } from '../../infra/ids.ts'

/** An id as a tool named it: models pass on what they saw, and make up others. Null for what can be nobody's. */
export function readAppointmentId(said: string | undefined): string | null {
  const id = said?.trim().toLowerCase() ?? ''
  return isUuid(id) ? id : null
}
