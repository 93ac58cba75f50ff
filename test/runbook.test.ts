import { readdirSync, readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

const ROOT = new URL('../', import.meta.url)

test('every alert has a page in the runbook, and the runbook lists them all', () => {
  const sources = readdirSync(new URL('src/', ROOT), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(new URL(`src/${path}`, ROOT), 'utf8'))
  const alerts = new Set(
    sources.flatMap((source) => [...source.matchAll(/\balert\('(\w+)'/g)].map(([, name]) => name ?? '')),
  )
  const pages = readdirSync(new URL('docs/runbook/', ROOT)).filter((page) => page !== 'README.md')
  expect(pages.toSorted()).toEqual([...alerts].map((name) => `${name}.md`).toSorted())
  const overview = readFileSync(new URL('docs/runbook/README.md', ROOT), 'utf8')
  for (const page of pages) expect(overview).toContain(`](${page})`)
})
