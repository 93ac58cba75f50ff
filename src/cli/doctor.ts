import { parseArgs, styleText } from 'node:util'

import { examine } from '../app/doctor/examine.ts'
import type { Finding } from '../app/doctor/finding.ts'
import { systemClock } from '../infra/clock.ts'
import { systemRandom } from '../infra/random.ts'
import type { Command, Io } from './command.ts'

export const summary = 'Check every connection and say how to mend what is wrong'
export const usage = `ringbook doctor [--json]

  --json   Answer as JSON: { healthy, findings: [{ check, state, detail, mend? }] }

Exit code 0 when nothing is wrong, 1 otherwise. Give it the environment the server has.`
export const examples: Command['examples'] = [
  ['ringbook doctor', 'Before the first real call'],
  ['ringbook doctor --json', 'For a monitor'],
]

const LOOKS: Record<Finding['state'], { mark: string; colour: 'green' | 'red' | 'gray' }> = {
  good: { mark: '✓', colour: 'green' },
  bad: { mark: '✗', colour: 'red' },
  skipped: { mark: '-', colour: 'gray' },
}

export async function run(args: string[], io: Io): Promise<number> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
  const findings = await examine(io.env, { clock: systemClock, random: systemRandom })
  const healthy = findings.every((finding) => finding.state !== 'bad')
  if (values.json) io.out(JSON.stringify({ healthy, findings }))
  else for (const line of findings.flatMap((finding) => describe(finding, io.colours))) io.out(line)
  return healthy ? 0 : 1
}

function describe(finding: Finding, colours: boolean): string[] {
  const { mark, colour } = LOOKS[finding.state]
  const paint = (text: string) => (colours ? styleText(colour, text, { validateStream: false }) : text)
  const lines = [`${paint(mark)} ${finding.check}: ${finding.detail}`]
  return finding.state === 'bad' ? [...lines, `    ${paint(finding.mend)}`] : lines
}
