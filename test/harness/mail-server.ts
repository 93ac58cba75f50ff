import { SMTPServer } from 'smtp-server'

import { whenFileIsDone } from './clean-up.ts'

/** A mail as the server took it. */
export type TakenMail = { to: string; messageId: string; subject: string; raw: string }

/** What goes wrong with a mail: turned down for good or for now, or taken and the connection broken before the answer. */
export type MailFault = 'reject' | 'defer' | 'lost'

/** A real SMTP server that keeps what it takes. */
export type MailServer = {
  readonly port: number
  readonly url: string
  readonly taken: TakenMail[]
  fault: (to: string) => MailFault | undefined
  /** Stops and starts again on the same port: mails taken so far stay. */
  stop(): Promise<void>
  start(): Promise<void>
}

export async function startMailServer(): Promise<MailServer> {
  let server: SMTPServer | undefined
  let port = 0
  const taken: TakenMail[] = []
  const mailServer: MailServer = {
    get port() {
      return port
    },
    get url() {
      return `smtp://127.0.0.1:${port}`
    },
    taken,
    fault: () => undefined,
    async stop() {
      const stopping = server
      server = undefined
      if (stopping === undefined) return
      // Gone at once, with whoever is connected, as one that is killed.
      cutOff(stopping)
      await new Promise<void>((resolve) => stopping.close(() => resolve()))
    },
    async start() {
      server = open(mailServer)
      const listening = server.listen(port, '127.0.0.1')
      await new Promise<void>((resolve) => listening.once('listening', () => resolve()))
      const address = listening.address()
      port = typeof address === 'object' && address !== null ? address.port : port
    },
  }
  await mailServer.start()
  return mailServer
}

function open(mailServer: MailServer): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      const fault = mailServer.fault(address)
      if (fault === 'reject') return done(withCode(new Error('No such mailbox'), 550))
      if (fault === 'defer') return done(withCode(new Error('Try again later'), 451))
      done()
    },
    onData(stream, session, done) {
      let raw = ''
      stream.on('data', (part: Buffer) => (raw += part.toString('utf8')))
      stream.on('end', () => {
        const to = session.envelope.rcptTo[0]?.address ?? ''
        mailServer.taken.push({ to, raw, messageId: headerOf(raw, 'Message-ID'), subject: headerOf(raw, 'Subject') })
        if (mailServer.fault(to) !== 'lost') return done()
        cutOff(server)
      })
    },
  })
  server.on('error', () => undefined)
  return server
}

/** Breaks every connection, as a process that is killed does; the server has no other way to than its own field. */
function cutOff(server: SMTPServer): void {
  for (const connection of server.connections) {
    const { _socket: socket } = connection
    socket.destroy()
  }
}

function withCode(error: Error, responseCode: number): Error {
  return Object.assign(error, { responseCode })
}

function headerOf(raw: string, name: string): string {
  return new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(raw)?.[1]?.replaceAll(/\r?\n[ \t]+/g, '') ?? ''
}

/** The same, stopped when the test file is done. */
export async function startTestMailServer(): Promise<MailServer> {
  const mailServer = await startMailServer()
  whenFileIsDone(() => mailServer.stop())
  return mailServer
}
