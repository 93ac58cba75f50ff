import { createWriteStream } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'

/** One request and how it was answered. Keys are not in it: `key` is the name the account file has for one. */
export type Exchange = {
  at: string
  method: string
  path: string
  key: string
  headers: Record<string, string>
  body?: unknown
  /** Null when it was never answered. */
  status: number | null
  responseHeaders?: Record<string, string>
  response?: unknown
  milliseconds: number
  fault?: string
}

export type Recorder = { record(exchange: Exchange): void; close(): Promise<void> }

/** Appends each exchange to a file, one JSON value a line. */
export function createRecorder(file: string): Recorder {
  const stream = createWriteStream(file, { flags: 'a' })
  // A full disk must not end the server; the file is then short, which its reader sees.
  stream.on('error', () => undefined)
  return {
    record: (exchange) => void stream.write(`${JSON.stringify(exchange)}\n`),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  }
}

const TOLD = ['cal-api-version', 'content-type', 'accept', 'user-agent', 'x-request-id']

/** What a reader of the record wants to know of the request's headers. */
export function toldHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    TOLD.flatMap((name) => {
      const value = headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}
