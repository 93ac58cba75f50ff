import { createWriteStream, readFileSync } from 'node:fs'
import { finished } from 'node:stream/promises'

/** Who asked for a booking. `attendee` is drawn for this request alone: it is how an effect is traced to its request. */
export type Asker = {
  /** Slug of the company that was called. */
  company: string
  callId: string
  /** E.164; null when the caller showed no number. */
  caller: string | null
  attendee: string
  /** What was agreed to: DD.MM.YYYY and HH:MM, in the company's zone. */
  wanted: { date: string; time: string }
}

/** One delivery of one booking request: what was sent, and what came back. */
export type JournalEntry = Asker & {
  /** 1 for the first time the request was sent. */
  delivery: number
  /** Epoch milliseconds of this line. */
  atMs: number
} & (
    | { kind: 'asked' }
    /** An answer came. Texts are '' where it had none. */
    | {
        kind: 'told'
        statusCode: number
        status: string
        appointmentId: string
        /** DD.MM.YYYY and HH:MM, in the company's zone. */
        date: string
        time: string
        milliseconds: number
      }
    /** None came: neither yes nor no. */
    | { kind: 'silence'; reason: string; milliseconds: number }
  )

export type ToldEntry = Extract<JournalEntry, { kind: 'told' }>

/** Who asked to change an appointment, in a call of its own: it is how a change is traced to its request. */
export type Changer = {
  change: 'cancel' | 'move'
  company: string
  callId: string
  caller: string | null
  attendee: string
  appointmentId: string
  /** Where it was agreed to move to; null for a cancellation. */
  wanted: { date: string; time: string } | null
}

/** One delivery of one request to change an appointment. */
export type ChangeEntry = Changer & {
  delivery: number
  /** Epoch milliseconds of this line. */
  atMs: number
} & (
    | { kind: 'asked' }
    | { kind: 'told'; statusCode: number; status: string; date: string; time: string; milliseconds: number }
    | { kind: 'silence'; reason: string; milliseconds: number }
  )

/** What everybody was told, kept outside of what is tested. */
export type Journal = {
  record(entry: JournalEntry): void
  entries(): readonly JournalEntry[]
  recordChange(entry: ChangeEntry): void
  changes(): readonly ChangeEntry[]
  /** Resolves when every line is in the file. */
  close(): Promise<void>
}

/** A journal in memory and, with a path, in a file of JSON lines as well. */
export function createJournal(path?: string): Journal {
  const entries: JournalEntry[] = []
  const changes: ChangeEntry[] = []
  const file = path === undefined ? undefined : createWriteStream(path, { flags: 'a' })
  return {
    record(entry) {
      entries.push(entry)
      file?.write(`${JSON.stringify(entry)}\n`)
    },
    entries: () => entries,
    recordChange(entry) {
      changes.push(entry)
      file?.write(`${JSON.stringify(entry)}\n`)
    },
    changes: () => changes,
    async close() {
      if (file === undefined) return
      file.end()
      await finished(file)
    },
  }
}

/** Reads the bookings of a journal's file again, e.g. to check a database long after. A torn last line is left out. */
export function readJournal(path: string): readonly JournalEntry[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const entry = JSON.parse(line) as JournalEntry | ChangeEntry
        return 'change' in entry ? [] : [entry]
      } catch {
        return []
      }
    })
}
