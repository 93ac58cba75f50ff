import { type DestinationStream, pino } from 'pino'

import type { PhoneMark } from './phone-mark.ts'

/** What may be known of a person. Blanked out unless the operator asks for it. */
export type PersonalFields = {
  name?: string
  phone?: string
  email?: string
  /** What somebody said or wrote. */
  text?: string
}

/**
 * Everything a log line may carry besides its message: an allow-list. Values are ours (ids, names of things in the code,
 * figures), never text from outside; what belongs to a person goes under `personal`.
 */
export type LogFields = {
  requestId?: string
  method?: string
  /** The pattern of the route, never the address asked for. */
  route?: string
  statusCode?: number
  durationMs?: number
  queryCount?: number
  queryMs?: number
  cacheHits?: number
  cacheMisses?: number
  companyId?: string
  workspaceId?: string
  callId?: string
  tool?: string
  status?: string
  appointmentId?: string
  taskId?: string
  messageId?: string
  job?: string
  jobId?: string
  attempt?: number
  count?: number
  process?: string
  port?: number
  url?: string
  version?: string
  reason?: string
  /** Class and code of a fault. Its message only where we wrote it ourselves: others quote values. */
  fault?: { name: string; code?: string; message?: string; stack?: string }
  caller?: PhoneMark
  personal?: PersonalFields
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Messages are constant sentences; what changes from line to line goes into fields. */
export type Log = Record<'debug' | 'info' | 'warn' | 'error', (message: string, fields?: LogFields) => void>

export type LogOptions = {
  level: LogLevel
  /** Whether `personal` is written as it is. */
  showPersonal?: boolean
  /** Where lines go; standard output when not given. */
  destination?: DestinationStream
}

/** A log that writes one JSON object per line. */
export function createLog(options: LogOptions): Log {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: options.showPersonal ? [] : { paths: ['personal.*'], censor: '[personal]' },
  }
  const lines = options.destination ? pino(settings, options.destination) : pino(settings)
  return {
    debug: (message, fields = {}) => lines.debug(fields, message),
    info: (message, fields = {}) => lines.info(fields, message),
    warn: (message, fields = {}) => lines.warn(fields, message),
    error: (message, fields = {}) => lines.error(fields, message),
  }
}

/**
 * What of a fault may be logged: its class, code and where in our code it happened. Not its message: the database and
 * parsers quote the values they stumble over, and those are somebody's.
 */
export function faultFields(error: unknown): NonNullable<LogFields['fault']> {
  if (!(error instanceof Error)) return { name: typeof error }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    stack: frames.slice(0, STACK_LINES).join('\n'),
  }
}

/** Enough to see which of our functions asked for it. */
const STACK_LINES = 12
