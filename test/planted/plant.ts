import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

import type { PlantedBug } from './bug.ts'

const ROOT = new URL('../../', import.meta.url)
/** The name in a module's address that says which bug its copy of the code carries. */
const MARK = 'planted'

const bugs = new Map<string, PlantedBug>()
let hooks: ReturnType<typeof registerHooks> | undefined

/**
 * Imports a module of the repository with a bug planted: it and everything of ours it imports are loaded once more, and
 * the files the bug names are changed on the way. The code itself carries no switches, and other copies stay as they are.
 *
 * @throws Error when an edit's text is not in its file exactly once: the code has moved on, and the bug has to follow.
 */
export async function importWithBug<T>(file: string, bug: PlantedBug): Promise<T> {
  for (const edit of bug.edits) checkEdit(edit)
  bugs.set(bug.name, bug)
  hooks ??= registerHooks({ resolve: passMarkOn, load: loadMarked })
  const url = new URL(file, ROOT)
  url.searchParams.set(MARK, bug.name)
  return (await import(url.href)) as T
}

/** @throws Error when the text to change is not there exactly once */
export function checkEdit(edit: PlantedBug['edits'][number]): void {
  const source = readFileSync(new URL(edit.file, ROOT), 'utf8')
  const found = source.split(edit.from).length - 1
  if (found !== 1) throw new Error(`${edit.file} has ${found} times: ${edit.from}`)
}

type Hooks = Required<Parameters<typeof registerHooks>[0]>

const passMarkOn: Hooks['resolve'] = (specifier, context, next) => {
  const resolved = next(specifier, context)
  const mark = context.parentURL === undefined ? null : new URL(context.parentURL).searchParams.get(MARK)
  if (mark === null || !isOurs(resolved.url)) return resolved
  const url = new URL(resolved.url)
  url.searchParams.set(MARK, mark)
  return { ...resolved, url: url.href }
}

const loadMarked: Hooks['load'] = (url, context, next) => {
  const loaded = next(url, context)
  const bug = isOurs(url) ? bugs.get(new URL(url).searchParams.get(MARK) ?? '') : undefined
  const edits = bug?.edits.filter((edit) => fileURLToPath(new URL(edit.file, ROOT)) === fileURLToPath(url)) ?? []
  if (edits.length === 0) return loaded
  const source = edits.reduce(
    // A function, so that no sign of the new text is read as a pattern's.
    (text, edit) => text.replace(edit.from, () => edit.to),
    Buffer.from(loaded.source as Uint8Array).toString('utf8'),
  )
  return { ...loaded, source }
}

function isOurs(url: string): boolean {
  return url.startsWith(ROOT.href) && !url.includes('/node_modules/')
}
