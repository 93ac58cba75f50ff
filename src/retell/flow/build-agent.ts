import type { House } from '../../openings/house.ts'
import type { Language } from '../../speech/language.ts'
import { displayName } from '../../staff/display-name.ts'
import { speakable } from '../answers/speaking.ts'
import { analysisFields } from './analysis-fields.ts'
import type { FlowSettings } from './flow-settings.ts'
import type { Agent, AgentLanguage } from './flow-types.ts'

/** One locale understands best; English callers in Europe mostly speak the British one's dates. */
const locales: Readonly<Record<Language, AgentLanguage>> = { de: 'de-DE', en: 'en-GB' }

/** The platform's hint words lose their effect when there are many. */
const MOST_KEYWORDS = 100
/** The shortest the platform keeps what a call leaves behind; what is needed longer is kept here, by its own rules. */
const RETENTION_DAYS = 1
/** Recordings are there to be listened to: a week, as long as audio may be kept. */
const RECORDING_RETENTION_DAYS = 7
/** Callers look for their diary: this long a silence is no answer any more. */
const REMINDER_MS = 8_000
const REMINDERS = 2
/** After both reminders have gone unheard. */
const HANG_UP_AFTER_SILENCE_MS = 30_000
/** Ten times a usual call; whoever is still there then is not booking. */
const LONGEST_CALL_MS = 10 * 60_000
/** A yes that was none books something: wait for the end of a sentence rather than jump in. */
const RESPONSIVENESS = 0.9
const INTERRUPTION_SENSITIVITY = 0.8
/** Webhooks are acknowledged in milliseconds; past this the platform's second attempt is the better one. */
const WEBHOOK_TIMEOUT_MS = 5_000

/** The agent's settings: how it hears, speaks, keeps silence and what it leaves behind. Pure. */
export function buildAgent(house: House, language: Language, settings: FlowSettings): Agent {
  const { company } = house
  return {
    agent_name: `${company.name} (${language})`,
    voice_id: settings.voiceId,
    language: locales[language],
    timezone: company.zone,
    boosted_keywords: boostedKeywords(house, language),
    stt_mode: 'fast',
    responsiveness: RESPONSIVENESS,
    interruption_sensitivity: INTERRUPTION_SENSITIVITY,
    enable_backchannel: false,
    reminder_trigger_ms: REMINDER_MS,
    reminder_max_count: REMINDERS,
    end_call_after_silence_ms: HANG_UP_AFTER_SILENCE_MS,
    max_call_duration_ms: LONGEST_CALL_MS,
    handbook_config: { ai_disclosure: true, scope_boundaries: true, speech_normalization: true },
    ...storage(settings),
    webhook_url: `${settings.publicUrl}/api/webhooks/retell`,
    webhook_events: ['call_started', 'call_ended', 'call_analyzed'],
    webhook_timeout_ms: WEBHOOK_TIMEOUT_MS,
    post_call_analysis_model: 'gpt-4.1-mini',
    post_call_analysis_data: analysisFields(language, settings.recordsCalls),
  }
}

/** As little as the platform can keep, and not for long: it keeps everything for ever unless told otherwise. */
function storage({ recordsCalls }: FlowSettings) {
  return {
    data_storage_setting: recordsCalls ? 'everything' : 'basic_attributes_only',
    data_storage_retention_days: recordsCalls ? RECORDING_RETENTION_DAYS : RETENTION_DAYS,
    opt_in_signed_url: true,
  } satisfies Partial<Agent>
}

/** Names callers say that a transcriber does not expect: the team's first, as they are mistaken most. */
function boostedKeywords({ staff, services, company }: House, language: Language): string[] {
  const people = staff.flatMap((member) => [displayName(member, language), member.lastName, member.firstName])
  const offered = services.map((service) =>
    language === 'en' && service.nameEn !== '' ? service.nameEn : service.name,
  )
  const branches = company.branches.map((branch) => branch.name)
  // Braces would be taken for a variable.
  const words = [...people, ...offered, ...branches]
    .map((word) => speakable({ language }, word))
    .filter((word) => word !== '')
  return [...new Set(words)].slice(0, MOST_KEYWORDS)
}
