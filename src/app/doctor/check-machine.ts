import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { type Finding, bad, firstLine, good } from './finding.ts'

/** The first version with Temporal and the removal of types built in. */
const NODE_MAJOR = 26
/** Room for the database to grow into while somebody reads this and does something about it. */
const FREE_BYTES = 512 * 1024 * 1024
const BYTES_PER_GIB = 1024 ** 3

/** Whether this is the Node the gateway is written for. */
export function checkNode(version: string): Finding {
  const check = 'Node'
  if (Number(version.split('.')[0]) >= NODE_MAJOR) return good(check, version)
  return bad(
    check,
    `${version}, older than ${NODE_MAJOR}`,
    'Start through npm or script/, which use the Node installed with Ringbook',
  )
}

/** Whether the data directory can be written and has room. */
export function checkDataDirectory(dataDir: string): Finding {
  const check = 'Data directory'
  const trial = join(dataDir, `.doctor-${process.pid}`)
  try {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(trial, '')
    rmSync(trial)
    const { bavail, bsize } = statfsSync(dataDir)
    const free = `${((bavail * bsize) / BYTES_PER_GIB).toFixed(1)} GiB free`
    if (bavail * bsize >= FREE_BYTES) return good(check, `${dataDir}, ${free}`)
    return bad(check, `${dataDir} has ${free}`, 'Make room, or point RINGBOOK_DATA_DIR to a larger disk')
  } catch (error) {
    return bad(
      check,
      `${dataDir} cannot be written: ${firstLine(error)}`,
      'Give this user the right to write there, or set RINGBOOK_DATA_DIR',
    )
  }
}
