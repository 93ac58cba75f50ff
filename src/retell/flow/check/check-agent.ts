import type { Raw, ReadFlow } from '../read-flow.ts'
import { doubt, type Problem } from './problem.ts'

/** So long nobody listens to silence; the platform's own ten minutes are billed. */
const LONGEST_SILENCE_MS = 60_000

/** Whether the agent's own settings are such that calls go well and leave little behind. Nothing without an agent. */
export function checkAgent({ agent }: ReadFlow): Problem[] {
  if (agent === null) return []
  const problems: Problem[] = []
  const say = (field: string, detail: string) => problems.push(doubt('agent', field, detail))
  if (!isText(agent, 'timezone')) say('timezone', 'Without a time zone the agent lives in Los Angeles.')
  if (!('language' in agent)) say('language', 'Without a language the agent hears American English.')
  if (agent['language'] === 'multi') say('language', 'One language is understood best; "multi" is deprecated.')
  if (!isText(agent, 'webhook_url')) say('webhook_url', 'Without it the gateway never learns that a call ended.')
  const silence = agent['end_call_after_silence_ms']
  if (typeof silence !== 'number' || silence > LONGEST_SILENCE_MS) {
    say('end_call_after_silence_ms', 'A line on which nobody speaks stays open, and is billed, for ten minutes.')
  }
  if ((agent['data_storage_setting'] ?? 'everything') === 'everything' && !isRetained(agent)) {
    say(
      'data_storage_setting',
      'Transcripts and recordings are kept for ever: set storage to the minimum, and a retention.',
    )
  }
  if ('opt_out_sensitive_data_storage' in agent) {
    say('opt_out_sensitive_data_storage', 'data_storage_setting has taken its place.')
  }
  if (agent['vocab_specialization'] !== undefined && agent['vocab_specialization'] !== 'general') {
    say('vocab_specialization', 'It works in English only.')
  }
  return problems
}

function isText(agent: Raw, field: string): boolean {
  const value = agent[field]
  return typeof value === 'string' && value !== ''
}

function isRetained(agent: Raw): boolean {
  return typeof agent['data_storage_retention_days'] === 'number'
}
