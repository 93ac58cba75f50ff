import { connect, createServer, type Server, type Socket } from 'node:net'

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { type FaultProxy, startFaultProxy } from '../../sim/chaos/fault-proxy.ts'

/** The simple query that commits, as drivers send it, and the answer of a server that has done it. */
const commit = Buffer.from('Q\0\0\0\u000bcommit\0', 'latin1')
const done = Buffer.from('C\0\0\0\u000bCOMMIT\0', 'latin1')

let database: Server
let proxy: FaultProxy
/** What arrived at the database. */
let arrived = ''

beforeAll(async () => {
  database = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (piece: Buffer) => {
      arrived += piece.toString('latin1')
      if (commit.equals(piece)) socket.write(done)
      else socket.write('ok')
    })
  })
  await new Promise<void>((resolve) => database.listen(0, '127.0.0.1', resolve))
  const address = database.address()
  proxy = await startFaultProxy(typeof address === 'object' && address !== null ? address.port : 0)
})

afterAll(async () => {
  await proxy.close()
  database.close()
})

beforeEach(() => {
  proxy.heal()
  arrived = ''
})

/** Says one thing after the other over the proxy; gives what came back, up to the end of the connection if it came. */
async function say(...words: readonly (Buffer | string)[]): Promise<string> {
  const client: Socket = connect(proxy.port, '127.0.0.1')
  client.on('error', () => undefined)
  const heard: string[] = []
  for (const word of words) {
    client.write(word)
    heard.push(
      await new Promise<string>((resolve) => {
        client.once('data', (piece) => resolve(piece.toString('latin1')))
        client.once('close', () => resolve('end'))
      }),
    )
  }
  client.destroy()
  return heard.join(' ')
}

test('without a fault everything passes both ways', async () => {
  expect(await say('select 1')).toBe('ok')
  expect(await say(commit)).toBe(done.toString('latin1'))
})

test('a lost COMMIT never arrives', async () => {
  proxy.arm({ kind: 'commit_lost' })
  expect(await say('insert')).toBe('ok')
  expect(await say(commit)).toBe('end')
  expect(arrived).toBe('insert')
})

test('a fault can wait for the COMMIT of a transaction that said something', async () => {
  proxy.arm({ kind: 'commit_lost', after: 'insert into "appointments"' })
  expect(await say(commit)).toBe(done.toString('latin1'))
  expect(await say('insert into "appointments"', commit)).toBe('ok end')
})

test('of a COMMIT whose answer is cut only the client does not know', async () => {
  proxy.arm({ kind: 'answer_cut' })
  expect(await say(commit)).toBe('end')
  expect(arrived).toBe(commit.toString('latin1'))
  expect(await say(commit)).toBe(done.toString('latin1'))
})

test('a COMMIT whose sender is cut off arrives all the same', async () => {
  proxy.arm({ kind: 'commit_cut' })
  expect(await say(commit)).toBe('end')
  await expect.poll(() => arrived).toBe(commit.toString('latin1'))
})

test('a connection is cut in the middle of what it says', async () => {
  proxy.arm({ kind: 'cut_bytes', bytes: 3 })
  expect(await say('select 1')).toBe('end')
  await expect.poll(() => arrived).toBe('sel')
})

test('while nobody is let in, nobody is; and who was inside is thrown out by a drop', async () => {
  proxy.arm({ kind: 'refuse', forMs: 60_000 })
  expect(await say('select 1')).toBe('end')
  proxy.heal()
  const inside = connect(proxy.port, '127.0.0.1')
  inside.on('error', () => undefined)
  await new Promise<void>((resolve) => inside.once('connect', () => resolve()))
  inside.write('hello')
  await new Promise<void>((resolve) => inside.once('data', () => resolve()))
  const thrownOut = new Promise<void>((resolve) => inside.once('close', () => resolve()))
  proxy.arm({ kind: 'drop' })
  await thrownOut
})

test('a stall holds back what is said until it is taken back', async () => {
  proxy.arm({ kind: 'stall', forMs: 60_000 })
  const answer = say('select 1')
  // Somebody who is not held back would be answered first.
  const other = say('select 2')
  expect(await Promise.race([answer, other, Promise.resolve('nothing')])).toBe('nothing')
  expect(arrived).toBe('')
  proxy.heal()
  expect([await answer, await other]).toEqual(['ok', 'ok'])
})
