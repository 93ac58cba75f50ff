import { isOpen, type Standing } from '../judge/records.ts'
import { confirmed, writeArguments } from '../model/tool-arguments.ts'
import { fieldOf, listOf, type Reply } from '../phone-line.ts'
import { hearName, say, type Scene, showsNumber, today } from '../scene.ts'
import { digitsAloud } from '../speech/number-words.ts'
import { sayClock, sayDay, writeDate } from '../speech/say-when.ts'
import { begin } from './begin.ts'
import type { Judgement } from './outcome.ts'

/** What the model knows of the appointment and of who is speaking, as it heard it. */
export type Proof = { name?: string; date?: string; code?: string; appointment_id?: string }

const MOST_STEPS = 8

/** Draws the appointment it is about: one of the caller's own. */
export function pickOwn(scene: Scene): Standing {
  return scene.own[scene.random.whole(0, scene.own.length - 1)] as Standing
}

/** The day of an appointment in the caller's words, and what of it is sent. */
export function dayOf(scene: Scene, target: Standing): { said: string; sent: string } {
  const date = target.start.toPlainDate()
  const said = sayDay(scene.random, scene.language, date, today(scene))
  return { said, sent: scene.random.chance(0.7) ? said : writeDate(date) }
}

/** Without a number everything has to fit; whoever does not have the code at hand gets no further on the phone. */
export function canProve(scene: Scene): boolean {
  return showsNumber(scene) || scene.random.fork('code').chance(0.8)
}

/** Says who they are again, and what else they know. */
export function prove(scene: Scene, target: Standing, proof: Proof): Proof {
  const name = `${scene.caller.firstName} ${scene.caller.lastName}`.trim()
  const day = dayOf(scene, target)
  say(scene, 'name', { name })
  say(scene, 'day', { day: day.said })
  if (!canProve(scene) || (showsNumber(scene) && scene.random.chance(0.5))) return { ...proof, name, date: day.sent }
  const code = scene.random.chance(0.5) ? target.code : digitsAloud(target.code, scene.language)
  say(scene, 'code', { code })
  return { ...proof, name, date: day.sent, code }
}

/** Chooses one of several appointments by its day and time, and by whose it is; gives what the model passes on of that. */
export function sayThatOne(scene: Scene, target: Standing): Proof {
  const { random, language, caller } = scene
  const day = sayDay(random, language, target.start.toPlainDate(), today(scene))
  const time = sayClock(random, language, target.start.toPlainTime())
  const isOthers = target.attendee !== `${caller.firstName} ${caller.lastName}`.trim()
  const [at, of] = language === 'de' ? ['um', 'für'] : ['at', 'for']
  say(scene, 'thatOne', { day, time, whose: isOthers ? ` ${of} ${target.attendee}` : '' })
  return { date: `${day} ${at} ${time}`, ...(isOthers && { name: target.attendee }) }
}

/** Where a house says nothing of notice, it is this. */
const USUAL_NOTICE_MINUTES = 1_440

/** Whether the house lets an appointment be changed now by phone. */
export function isInTime(scene: Scene, target: Standing, noticeMinutes: number | null): boolean {
  return (
    scene.now.until(target.start.toZonedDateTime(scene.company.zone)).total('minutes') >=
    (noticeMinutes ?? USUAL_NOTICE_MINUTES)
  )
}

/** Wants an appointment cancelled; one in eight thinks better of it when asked. */
export async function cancel(scene: Scene): Promise<Judgement> {
  const target = pickOwn(scene)
  const { random, troubles } = scene
  const keepsIt = random.chance(0.12)
  await begin(scene)
  const name = `${scene.caller.firstName} ${scene.caller.lastName}`.trim()
  const [heardName, day] = [hearName(scene, name), dayOf(scene, target)]
  say(scene, 'cancel', { name, day: day.said }, { name: heardName })
  let proof: Proof = random.chance(0.8) ? { name: heardName, date: day.sent } : { date: day.sent }
  let confirm: unknown = troubles.has('impatient') ? true : undefined
  let how = 'lost'
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const reply = await scene.stage.use('cancel_appointment', writeArguments(scene, { ...proof, confirm }))
    scene.stage.agentSays(reply.say)
    confirm = undefined
    if (reply.status === 'verify') {
      proof = prove(scene, target, proof)
      continue
    }
    if (reply.status !== 'which') {
      how = reply.status
      break
    }
    const next = answerWhich(scene, target, reply, keepsIt)
    if (next === undefined) {
      how = 'kept'
      break
    }
    proof = { ...proof, ...next }
    confirm = confirmed(scene) ?? true
  }
  const isAllowed = isInTime(scene, target, scene.company.rules.cancellationNoticeMinutes)
  const isWilling = !keepsIt && canProve(scene) && (isAllowed || how !== 'policy')
  return (after) => {
    const standing = after.get(target.id)
    return { isWilling, isServed: standing !== undefined && !isOpen(standing) && how.endsWith('cancelled'), how }
  }
}

/** Which one it is, or yes or no to the one that was named. Undefined when there is nothing more to do. */
function answerWhich(scene: Scene, target: Standing, reply: Reply, keepsIt: boolean): Proof | undefined {
  const { ledger, troubles } = scene
  const listed = listOf(reply.data, 'appointments')
  const mine = listed.find((one) => fieldOf(one, 'appointment_id') === target.id)
  if (keepsIt) {
    ledger.withdraw()
    say(scene, 'cancelNo')
    // A model that lies cancels all the same.
    const lies = troubles.has('lying') && mine !== undefined && !lied.has(scene)
    lied.add(scene)
    return lies ? { appointment_id: target.id } : undefined
  }
  if (mine === undefined) {
    ledger.withdraw()
    return { appointment_id: '', ...sayThatOne(scene, target) }
  }
  if (listed.length > 1) sayThatOne(scene, target)
  else say(scene, 'cancelYes')
  ledger.agree({ kind: 'cancel', appointmentId: target.id })
  const other = listed.find((one) => one !== mine)
  const isWrong = other !== undefined && troubles.has('wrong_offer') && !mistaken.has(scene)
  mistaken.add(scene)
  return { appointment_id: isWrong ? fieldOf(other, 'appointment_id') : target.id }
}

/** Scenes whose model has taken one for another. */
const mistaken = new WeakSet<Scene>()
/** Scenes whose model has lied once. */
const lied = new WeakSet<Scene>()
