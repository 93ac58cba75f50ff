import type { CallEvent, PlayedCall } from './event.ts'

const MS_PER_SECOND = 1_000

/** One line of a call's timeline; '' for what readers need not see. */
export function tellEvent(event: CallEvent): string {
  const at = `${(event.atMs / MS_PER_SECOND).toFixed(1).padStart(6)} s  `
  switch (event.kind) {
    case 'said': {
      const heard = event.heard === event.text ? '' : ` (heard: ${event.heard})`
      return `${at}${event.who === 'agent' ? 'Agent ' : 'Caller'}  ${event.text}${heard}`
    }
    case 'silence':
      return `${at}Caller  … (${Math.round(event.tookMs / MS_PER_SECOND)} s of silence)`
    case 'node':
      return `${at}        → ${event.name}`
    case 'tool': {
      const answer =
        event.statusCode === 200 ? event.status : event.statusCode === 0 ? 'no answer' : `HTTP ${event.statusCode}`
      return `${at}        · ${event.tool} ${JSON.stringify(event.args)} → ${answer}, ${event.tookMs.toFixed(1)} ms`
    }
    case 'webhook':
      return `${at}        · webhook ${event.event}: ${event.statusCode}`
    case 'ended':
      return `${at}        ■ ${event.reason}`
  }
}

/** The whole call, with what is wrong with it at the end. */
export function tellCall({ events, defects, unruled }: PlayedCall): string {
  const wrong = [
    ...defects.map(({ kind, detail }) => `        ! ${kind}: ${detail}`),
    ...unruled.map((words) => `        ? no rule for: ${words}`),
  ]
  return [...events.map(tellEvent), ...wrong].join('\n')
}
