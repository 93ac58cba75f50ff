import { fullName } from '../company/company.ts'
import { confirmed, toolName, writeArguments } from '../model/tool-arguments.ts'
import type { Reply } from '../phone-line.ts'
import { mainProposal, otherProposals, type Proposal } from '../proposal.ts'
import { say, type Scene, showsNumber } from '../scene.ts'
import { fill, lines } from '../speech/lines.ts'
import { digitsAloud } from '../speech/number-words.ts'
import { writeDate, writeTime } from '../speech/say-when.ts'
import { afterwards } from './afterwards.ts'
import { answerTool } from './answer-tool.ts'
import type { BookingGoal } from './booking-goal.ts'
import { drawSearch } from './other-searches.ts'
import { takeAway } from './rival.ts'
import { happens, hearFor, openTalk, sayWish, speak, speakService, speakStaff, type Talk } from './talk.ts'

/** A call has an end: who has not booked by then has given up. */
const MOST_STEPS = 14

/** Plays a caller who wants an appointment and an agent that uses its tools for it; gives how it ended. */
export async function playBooking(scene: Scene, goal: BookingGoal): Promise<'done' | 'left' | 'refused' | 'lost'> {
  const talk = openTalk(scene, goal)
  greet(talk)
  if (happens(talk, 'looks_up_first')) await lookUp(talk)
  let reply = happens(talk, 'repeats_wish') ? await bookUnseen(talk) : await check(talk)
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (happens(talk, 'rival')) await takeAway(talk, [...otherProposals(reply)])
    const named = [mainProposal(reply), ...otherProposals(reply)].filter((one) => one !== undefined)
    const next = answerTool(talk, reply)
    if (next.kind === 'end') {
      if (next.how === 'done') await afterwards(talk)
      return next.how
    }
    reply = next.kind === 'check' ? await check(talk) : await take(talk, next.proposal, named)
  }
  scene.ledger.withdraw()
  return 'lost'
}

/** The caller says what they want; when, now or once they are asked. */
function greet(talk: Talk): void {
  const { scene, goal } = talk
  const name = fullName(goal.attendee)
  const heardName = hearFor(talk, name)
  // Some agents pass on the name, others wait to be asked for it.
  talk.name = !goal.isForCaller || scene.random.chance(0.7) ? heardName : undefined
  const isVague = happens(talk, 'vague')
  const [service, staff] = [speakService(talk), speakStaff(talk)]
  const when = isVague ? { said: '', heard: '' } : speak(talk)
  const branch = speakBranch(talk)
  say(
    scene,
    isVague ? 'bookVaguely' : 'book',
    { service: service.said, staff: withStaff(talk, staff?.said), when: when.said, name, branch },
    { service: service.heard, staff: withStaff(talk, staff?.heard), when: when.heard, name: heardName },
  )
  if (isVague) {
    scene.stage.agentSays(scene.language === 'de' ? 'Wann möchten Sie kommen?' : 'When would you like to come?')
    sayWish(talk, 'when')
  }
  if (!goal.isForCaller) say(scene, 'forSomebody', { name }, { name: heardName })
}

/** Where, if that does not go without saying. Not every greeting has room for it: the model has it all the same. */
function speakBranch(talk: Talk): string {
  const { scene, goal } = talk
  if (scene.dialled === goal.branch || scene.company.branches.length === 1) return ''
  talk.branch = goal.branch.name
  return ` ${fill(scene.random.pick(lines[scene.language].inBranch), { branchName: goal.branch.name })}`
}

function withStaff({ scene }: Talk, staffName: string | undefined): string {
  if (staffName === undefined) return ''
  const [line] = lines[scene.language].withStaff
  return ` ${fill(line, { staffName })}`
}

/** The model makes sure of what is there before it looks for times. */
async function lookUp(talk: Talk): Promise<void> {
  const { stage } = talk.scene
  await stage.use('list_services', writeArguments(talk.scene, { query: talk.service }))
  if (talk.staff !== undefined) await stage.use('verify_staff', { staff_name: talk.staff })
}

async function check(talk: Talk): Promise<Reply> {
  const { scene, spoken, service, staff, branch, name } = talk
  const search = happens(talk, 'other_searches') ? drawSearch(talk) : undefined
  if (search !== undefined) return await scene.stage.use(search.tool, writeArguments(scene, search.args))
  const confirm = scene.troubles.has('one_tool') ? false : undefined
  const args = { ...spoken.args, service, staff, branch, name, confirm }
  return await scene.stage.use(toolName(scene, 'check_availability'), writeArguments(scene, args))
}

/** The model takes a wish for an order: nothing was looked up or offered yet. */
async function bookUnseen(talk: Talk): Promise<Reply> {
  const { scene } = talk
  const args = { ...talk.spoken.args, service: talk.service, staff: talk.staff, branch: talk.branch }
  return await book(talk, { ...args, name: talk.name ?? fullName(talk.goal.attendee), confirm: confirmed(scene) })
}

/** Books what was agreed to, as well as the model has it. */
async function take(talk: Talk, proposal: Proposal, named: readonly Proposal[]): Promise<Reply> {
  const { scene } = talk
  const other = named.find((one) => one.offerId !== proposal.offerId)
  const meant = other !== undefined && happens(talk, 'wrong_offer') ? other : proposal
  const service = talk.service
  const when = whichTime(talk, meant)
  // Who names the time anew says everything anew; with an offer the rest goes without saying.
  const saysAll = !('offer_id' in when) || scene.random.chance(0.3)
  return await book(talk, {
    ...when,
    service: saysAll || scene.random.chance(0.5) ? service : undefined,
    branch: talk.branch,
    name: talk.name,
    staff: saysAll ? talk.staff : undefined,
    confirm: confirmed(scene),
  })
}

function whichTime(talk: Talk, { offerId, start }: Proposal): Readonly<Record<string, unknown>> {
  const { scene } = talk
  const written = { date: writeDate(start.toPlainDate()), time: writeTime(start.toPlainTime()) }
  if (keepsFirstDate(talk)) return { date: talk.spoken.args['date'], time: written.time }
  if (scene.troubles.has('drops_offer_id') || scene.troubles.has('earlier_tools')) return written
  return scene.random.chance(0.8) ? { offer_id: offerId } : { offer_id: offerId, ...written }
}

/** After the second answer that it is another day even such a model has understood. */
function keepsFirstDate(talk: Talk): boolean {
  return talk.scene.troubles.has('keeps_first_date') && (talk.firstDates += 1) <= 2
}

async function book(talk: Talk, args: Readonly<Record<string, unknown>>): Promise<Reply> {
  const { scene } = talk
  const phone = showsNumber(scene) ? undefined : sayNumber(talk)
  talk.booked = { ...args, phone }
  return await scene.stage.use(toolName(scene, 'book_appointment'), writeArguments(scene, talk.booked))
}

/** Who shows no number is asked for one; not everybody gives it. */
function sayNumber(talk: Talk): string | undefined {
  const { random, language, caller } = talk.scene
  if (random.chance(0.3)) return undefined
  const national = caller.number.replace('+49', '0')
  return random.chance(0.5) ? national : digitsAloud(national, language)
}
