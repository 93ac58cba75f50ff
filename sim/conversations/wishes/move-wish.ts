import { isOpen, type Standing } from '../judge/records.ts'
import { writeArguments } from '../model/tool-arguments.ts'
import { fieldOf, listOf, type Reply } from '../phone-line.ts'
import { otherProposals, type Proposal } from '../proposal.ts'
import { hearName, say, type Scene } from '../scene.ts'
import { writeDate, writeTime } from '../speech/say-when.ts'
import { answerTool } from './answer-tool.ts'
import { begin } from './begin.ts'
import { drawWish } from './booking-goal.ts'
import { canProve, dayOf, isInTime, pickOwn, type Proof, prove, sayThatOne } from './change-wishes.ts'
import type { Judgement } from './outcome.ts'
import { happens, openTalk, speak, type Talk } from './talk.ts'

const MOST_STEPS = 14

type Move = { talk: Talk; target: Standing; proof: Proof; looksFirst: boolean }

/** Wants an appointment at another time. */
export async function move(scene: Scene): Promise<Judgement> {
  const target = pickOwn(scene)
  await begin(scene)
  const moving = openMove(scene, target)
  const how = await playMove(moving)
  const isAllowed = isInTime(scene, target, scene.company.rules.reschedulingNoticeMinutes)
  const isWilling = canProve(scene) && how !== 'left' && (isAllowed || how !== 'refused')
  return (after) => {
    const standing = after.get(target.id)
    const told = scene.ledger.told().some((one) => one.kind === 'moved' && one.appointmentId === target.id)
    const agreed = scene.ledger.permitted().findLast((one) => one.kind === 'move')
    const hasMoved =
      standing !== undefined && isOpen(standing) && agreed !== undefined && standing.start.equals(agreed.start)
    return { isWilling, isServed: told && hasMoved, how }
  }
}

function openMove(scene: Scene, target: Standing): Move {
  const { company, caller, random } = scene
  const branch = company.branches.find((one) => one.id === target.branchId) ?? company.branches[0]
  const service = company.services.find((one) => one.name === target.service) ?? company.services[0]
  const talk = openTalk(scene, {
    service,
    branch,
    staff: null,
    attendee: caller,
    isForCaller: true,
    wish: drawWish(scene, branch),
    isFlexible: random.chance(0.9),
    moves: target,
  })
  const name = `${caller.firstName} ${caller.lastName}`.trim()
  const [heardName, day, wish] = [hearName(scene, name), dayOf(scene, target), speak(talk)]
  say(scene, 'move', { name, day: day.said, when: wish.said }, { name: heardName, when: wish.heard })
  talk.service = service.said[scene.language][0]
  talk.branch = company.branches.length > 1 ? branch.name : undefined
  return { talk, target, proof: { name: heardName, date: day.sent }, looksFirst: random.chance(0.4) }
}

async function playMove(moving: Move): Promise<string> {
  const { talk, target } = moving
  const { scene } = talk
  if (moving.looksFirst) await findId(moving)
  let reply = await ask(moving)
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const asked = answerWhose(moving, reply)
    if (asked === 'refused') return 'refused'
    if (asked === 'again') {
      reply = await ask(moving)
      continue
    }
    const next = answerTool(talk, reply)
    if (next.kind === 'end') return next.how
    reply = next.kind === 'check' ? await ask(moving) : await take(moving, next.proposal)
  }
  scene.ledger.withdraw()
  scene.stage.note(`${target.id} was not moved`)
  return 'lost'
}

/** The model asks for the caller's appointments first, to have the id of the right one. */
async function findId(moving: Move): Promise<void> {
  const { talk, target, proof } = moving
  const { stage } = talk.scene
  const reply = await stage.use(
    'get_customer_appointments',
    writeArguments(talk.scene, { name: proof.name, date: proof.date }),
  )
  const isListed = listOf(reply.data, 'appointments').some((one) => fieldOf(one, 'appointment_id') === target.id)
  if (isListed) moving.proof = { ...proof, appointment_id: target.id }
}

/** Asks for the new time: with the tool that moves, or by looking for it first. */
async function ask({ talk, proof, looksFirst }: Move): Promise<Reply> {
  const { scene, spoken } = talk
  if (looksFirst && proof.appointment_id !== undefined) {
    const wish = { ...spoken.args, service: talk.service, branch: talk.branch, appointment_id: proof.appointment_id }
    return await scene.stage.use('check_availability', writeArguments(scene, wish))
  }
  const { date, ...whose } = proof
  const when = { new_date: spoken.args['date'], new_time: spoken.args['time'] }
  const confirm = happens(talk, 'impatient') ? true : undefined
  return await scene.stage.use(
    'reschedule_appointment',
    writeArguments(scene, { ...whose, old_date: date, ...when, confirm }),
  )
}

async function take({ talk, proof }: Move, { offerId, start }: Proposal): Promise<Reply> {
  const { scene } = talk
  const { date, ...whose } = proof
  const written = { new_date: writeDate(start.toPlainDate()), new_time: writeTime(start.toPlainTime()) }
  const when = scene.troubles.has('drops_offer_id') ? written : { offer_id: offerId }
  const args = { ...whose, old_date: date, ...when, confirm: true }
  return await scene.stage.use('reschedule_appointment', writeArguments(scene, args))
}

/** Whose appointment it is, and which; undefined when that is not the question. */
function answerWhose(moving: Move, reply: Reply): 'again' | 'refused' | undefined {
  const { talk, target } = moving
  const { scene } = talk
  const isOfTheOld =
    reply.status === 'policy' && otherProposals(reply).length === 0 && fieldOf(reply.data, 'date') !== ''
  if (!isOfTheOld && reply.status !== 'verify' && reply.status !== 'which') return undefined
  scene.stage.agentSays(reply.say)
  if (isOfTheOld) return 'refused'
  if (reply.status === 'verify') {
    moving.proof = prove(scene, target, moving.proof)
    return 'again'
  }
  const isListed = listOf(reply.data, 'appointments').some((one) => fieldOf(one, 'appointment_id') === target.id)
  if (!isListed) return 'refused'
  sayThatOne(scene, target)
  moving.proof = { ...moving.proof, appointment_id: target.id }
  return 'again'
}
