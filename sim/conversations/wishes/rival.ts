import { writeArguments } from '../model/tool-arguments.ts'
import { mainProposal, type Proposal } from '../proposal.ts'
import { writeDate, writeTime } from '../speech/say-when.ts'
import { agree, openTalk, type Talk } from './talk.ts'

/** Somebody else calls the same house and takes one of the times that were just named. */
export async function takeAway(talk: Talk, named: readonly Proposal[]): Promise<void> {
  const [wanted] = named
  if (wanted === undefined) return
  const scene = talk.scene.rival()
  const { firstName, lastName } = scene.caller
  const goal = { ...talk.goal, staff: null, attendee: { firstName, lastName }, isForCaller: true }
  const theirs = openTalk(scene, goal)
  theirs.name = `${firstName} ${lastName}`
  const service = goal.service.said[scene.language][0]
  const when = { date: writeDate(wanted.start.toPlainDate()), time: writeTime(wanted.start.toPlainTime()) }
  const where = { service, branch: goal.branch.name }
  const reply = await scene.stage.use('check_availability', writeArguments(scene, { ...when, ...where }))
  const offered = mainProposal(reply)
  if (offered === undefined || !offered.start.equals(wanted.start)) return
  scene.stage.agentSays(reply.say)
  scene.stage.callerSays(scene.language === 'de' ? 'Ja, bitte.' : 'Yes, please.')
  agree(theirs, offered)
  const args = { offer_id: offered.offerId, name: theirs.name, confirm: true }
  const booked = await scene.stage.use('book_appointment', writeArguments(scene, args))
  talk.scene.stage.note(`somebody else asked for ${when.date} ${when.time}: ${booked.status}`)
}
