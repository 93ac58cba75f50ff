import { writeFileSync } from 'node:fs'

import { TOOLS_DOC, toolsDoc } from './tools-doc.ts'

/** A program: writes docs/tools.md. */
writeFileSync(TOOLS_DOC, toolsDoc())
