import { defaultFlowSettings, type FlowSettings, flowSettingsSchema } from '../retell/flow/flow-settings.ts'
import { UsageError } from './command.ts'

/** The options that decide about an agent. */
export const settingOptions = {
  'public-url': { type: 'string' },
  voice: { type: 'string' },
  model: { type: 'string' },
  transfer: { type: 'string' },
  recording: { type: 'string' },
} as const

type Given = { [Name in keyof typeof settingOptions]?: string | undefined }

/** What the options change of an agent's settings. @throws UsageError naming the option and what it may be */
export function readChanges(given: Given): Partial<FlowSettings> {
  const said = {
    publicUrl: given['public-url'],
    voiceId: given.voice,
    model: given.model,
    transferNumber: given.transfer === 'off' ? null : given.transfer,
    recordsCalls: readSwitch(given.recording),
  }
  const changes = Object.entries(said).filter(([, value]) => value !== undefined)
  const read = flowSettingsSchema.safeParse({ ...defaultFlowSettings, ...Object.fromEntries(changes) })
  if (!read.success) throw new UsageError(explain(String(read.error.issues[0]?.path[0])))
  const names = new Set(changes.map(([name]) => name))
  return Object.fromEntries(Object.entries(read.data).filter(([name]) => names.has(name)))
}

function readSwitch(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined
  if (value === 'on') return true
  if (value === 'off') return false
  throw new UsageError(`--recording is on or off, not "${value}"`)
}

function explain(field: string): string {
  switch (field) {
    case 'publicUrl':
      return '--public-url is an address like https://phone.example.com'
    case 'transferNumber':
      return '--transfer is a number like +493023125001, or off'
    case 'model':
      return `--model is one of ${flowSettingsSchema.shape.model.options.join(', ')}`
    case 'voiceId':
    default:
      return '--voice is the id of one of Retell’s voices'
  }
}
