import type { Played } from './family.ts'
import type { Reply } from './phone-line.ts'
import type { Moment } from './stage.ts'

/** A conversation for people to read. */
export function tellConversation(played: Played): string {
  const { seed, wish, language, troubles, outcome } = played
  const head = `seed ${seed}: ${wish} (${language}), ${troubles.join(', ') || 'no troubles'}`
  const end = `=> ${outcome.how}${outcome.isServed ? ', served' : ''}${outcome.isWilling ? '' : ', not willing'}`
  const found = played.findings.map(({ rule, detail }) => `!! ${rule}: ${detail}`)
  return [head, ...played.moments.map(tellMoment), end, ...found].join('\n')
}

function tellMoment(moment: Moment): string {
  switch (moment.kind) {
    case 'agent':
      return `  agent:   ${moment.text}`
    case 'caller':
      return `  caller:  ${moment.text}`
    case 'heard':
      return `    heard: ${moment.text}`
    case 'note':
      return `  (${moment.text})`
    case 'tool': {
      const times = moment.deliveries > 1 ? ` × ${moment.deliveries}` : ''
      return `  tool:    ${moment.tool}${times} ${JSON.stringify(moment.args)}\n           ${tellReply(moment.reply)}`
    }
  }
}

/** A reply without what is the same every time or empty. */
function tellReply(reply: Reply): string {
  const { say: _say, status, ...data } = reply.data
  const told = Object.entries(data).flatMap(([field, value]) => {
    if (value === '' || dull.has(field) || (Array.isArray(value) && value.length === 0)) return []
    return [`${field}: ${Array.isArray(value) ? value.map(tellItem).join('; ') : String(value)}`]
  })
  return `${reply.statusCode} ${String(status)} ${told.join(', ')}`.trim()
}

const dull = new Set(['currency', 'duration_minutes', 'price', 'zone', 'company', 'policies', 'weekday'])

function tellItem(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item)
  const told = Object.entries(item).filter(([field]) => !dull.has(field))
  return told.map(([, value]) => String(value)).join(' ')
}
