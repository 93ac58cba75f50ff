import { z } from 'zod'

/** Model names of the platform that are known to speak German well enough; others can be had by editing the setting. */
const models = [
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-5',
  'gpt-5-mini',
  'gpt-5.1',
  'gpt-5.2',
  'gpt-5.4',
  'gpt-5.4-mini',
  'gpt-5.5',
  'claude-4.5-haiku',
  'claude-4.5-sonnet',
  'claude-4.6-sonnet',
  'claude-5-sonnet',
  'gemini-3.0-flash',
  'gemini-3.5-flash',
  'gemini-3.6-flash',
] as const

/** What a company decides about its agent of one language; everything else follows from what it offers. */
export const flowSettingsSchema = z.object({
  /** Where the voice platform reaches this Ringbook: no path, no slash at the end. */
  publicUrl: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  /** One of the platform's voices, or one made there. */
  voiceId: z.string().min(1).max(120),
  model: z.enum(models),
  /** Whom a caller is put through to who asks for a person, E.164; null offers a callback instead. */
  transferNumber: z
    .string()
    .regex(/^\+[1-9]\d{4,14}$/)
    .nullable(),
  /** Whether calls are recorded: then the caller is asked first, and the platform keeps what was said for some days. */
  recordsCalls: z.boolean(),
})

export type FlowSettings = z.infer<typeof flowSettingsSchema>

/** As an agent is until somebody decides otherwise; the address is this machine's, which no platform can reach. */
export const defaultFlowSettings: FlowSettings = {
  publicUrl: 'http://127.0.0.1:3000',
  voiceId: 'retell-Cimo',
  // The quickest of those that keep to instructions; measured by the platform at about 700 ms a turn.
  model: 'gpt-4.1',
  transferNumber: null,
  recordsCalls: false,
}
