import type { Standing } from '../judge/records.ts'
import { writeArguments } from '../model/tool-arguments.ts'
import { fieldOf, listOf, type Reply, textsOf } from '../phone-line.ts'
import { hearName, say, type Scene, showsNumber } from '../scene.ts'
import { begin } from './begin.ts'
import { canProve, type Proof, prove } from './change-wishes.ts'
import type { Judgement } from './outcome.ts'

/** More are not read out at once. */
const MOST_READ = 3
const MOST_STEPS = 4

/** Has forgotten when their appointments are. */
export async function askWhen(scene: Scene): Promise<Judgement> {
  await begin(scene)
  const name = `${scene.caller.firstName} ${scene.caller.lastName}`.trim()
  const heard = hearName(scene, name)
  say(scene, 'askWhen', { name }, { name: heard })
  let proof: Proof = { name: heard }
  let reply: Reply | undefined
  for (let step = 0; step < MOST_STEPS; step += 1) {
    reply = await scene.stage.use('get_customer_appointments', writeArguments(scene, proof))
    scene.stage.agentSays(reply.say)
    if (reply.status !== 'verify') break
    proof = prove(scene, scene.own[0] as Standing, proof)
  }
  const read =
    reply === undefined ? [] : listOf(reply.data, 'appointments').map((one) => fieldOf(one, 'appointment_id'))
  say(scene, 'bye')
  const isServed = isWhatTheyHave(scene, read, proof)
  return () => ({ isWilling: canProve(scene), isServed, how: reply?.status ?? 'lost' })
}

/** The soonest of all; those of the day where a day was named; without a number the one that was proven. */
function isWhatTheyHave(scene: Scene, read: readonly string[], proof: Proof): boolean {
  const ids = scene.own.map((one) => one.id)
  if (!showsNumber(scene)) return read.length === 1 && read[0] === ids[0]
  const [first] = scene.own
  const ofTheDay = scene.own.filter(
    (one) => first !== undefined && one.start.toPlainDate().equals(first.start.toPlainDate()),
  )
  const wanted = proof.date === undefined ? ids.slice(0, MOST_READ) : ofTheDay.map((one) => one.id).slice(0, MOST_READ)
  return wanted.length > 0 && wanted.every((id) => read.includes(id)) && read.every((id) => ids.includes(id))
}

/** Wants to know whether something is offered. */
export async function askServices(scene: Scene): Promise<Judgement> {
  const { random, company, language, stage } = scene
  const service = random.pick(company.services)
  const said = random.pick(service.said[language])
  await begin(scene)
  say(scene, 'askServices', { service: said })
  const isNamed = (reply: Reply) =>
    listOf(reply.data, 'services').some((one) => fieldOf(one, 'service') === service.said[language][0])
  let reply = await stage.use('list_services', writeArguments(scene, { query: said }))
  stage.agentSays(reply.say)
  const category = language === 'de' ? service.category.name : service.category.nameEn
  if (!isNamed(reply) && textsOf(reply.data, 'categories').includes(category)) {
    stage.callerSays(`${category}.`)
    reply = await stage.use('list_services', writeArguments(scene, { category }))
    stage.agentSays(reply.say)
  }
  if (!isNamed(reply)) {
    say(scene, 'service', { service: service.said[language][0] })
    reply = await stage.use('list_services', writeArguments(scene, { query: service.said[language][0] }))
    stage.agentSays(reply.say)
  }
  say(scene, 'bye')
  const isServed = isNamed(reply)
  return () => ({ isWilling: true, isServed, how: reply.status })
}

/** Wants a person to call back. */
export async function askCallback(scene: Scene): Promise<Judgement> {
  const { stage, random, language } = scene
  await begin(scene)
  say(scene, 'callback')
  const when = random.pick(
    language === 'de' ? ['morgen Vormittag', 'heute noch', 'am Montag nach 15 Uhr', ''] : ['tomorrow', ''],
  )
  const phone = showsNumber(scene) ? undefined : scene.caller.number.replace('+49', '0')
  const args = { reason: random.pick(['Rechnung', 'Frage zum Termin', '']), when, phone }
  const reply = await stage.use('request_callback', writeArguments(scene, args))
  stage.agentSays(reply.say)
  await stage.use('update_call', writeArguments(scene, { intent: 'callback', outcome: reply.status }))
  say(scene, 'bye')
  return () => ({ isWilling: true, isServed: reply.status === 'noted', how: reply.status })
}
