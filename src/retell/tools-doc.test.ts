import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { TOOLS_DOC, toolsDoc } from '../../test/harness/tools-doc.ts'
import { aliases, argumentSchemas } from './arguments.ts'
import { replies } from './reply.ts'

test('docs/tools.md says what the code says: script/tools-doc writes it anew', () => {
  expect(readFileSync(TOOLS_DOC, 'utf8')).toBe(toolsDoc())
})

test('every tool, argument, other name, status and field is on the page', () => {
  const page = toolsDoc()
  for (const [tool, schema] of Object.entries(argumentSchemas)) {
    expect(page).toContain(`## ${tool}\n`)
    for (const field of Object.keys(schema.shape))
      for (const name of aliases[field] ?? [field]) expect(page).toContain(`\`${name}\``)
  }
  for (const { statuses, scalars, lists } of Object.values(replies)) {
    for (const name of [...statuses, ...scalars]) expect(page).toContain(`\`${name}\``)
    for (const name of lists) expect(page).toContain(`\`${name}[]\``)
  }
})
