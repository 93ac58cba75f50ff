/** The words of a message of one kind in one language: a text, and a mail with its subject. */
export type Template = { readonly text: string; readonly subject: string; readonly mail: string }

/** What may stand in braces. */
export const placeholders = [
  'company',
  'name',
  'service',
  'staff',
  'date',
  'time',
  'branch',
  'address',
  'price',
  'code',
  'phone',
  'link',
  'hours',
  'wished',
  'answer',
] as const

export type Placeholder = (typeof placeholders)[number]

/** What stands for each placeholder; '' where there is nothing to say. */
export type Values = Readonly<Record<Placeholder, string>>

/** A template cannot be used. Says where it is wrong, for whoever wrote it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}

/** Square brackets hold what goes without saying when something in them is missing; they do not nest. */
const OPTIONAL = /\[([^[\]]*)\]/g
const IN_BRACES = /\{([a-z_]+)\}/g

/**
 * Fills in a template. `[ with {staff}]` is left out as a whole when there is nothing to say for `{staff}`, and with it the line
 * if nothing else stands on it.
 */
export function fillIn(template: string, values: Values): string {
  const lines = template.split('\n').flatMap((line) => {
    const filled = line.replaceAll(OPTIONAL, (_all, part: string) =>
      namesIn(part).some((name) => values[name] === '') ? '' : part,
    )
    if (filled.trim() === '' && line.trim() !== '') return []
    return [filled.replaceAll(IN_BRACES, (_all, name: string) => values[name as Placeholder] ?? '')]
  })
  // Between two blank lines something was left out.
  return lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}

/**
 * Checks a template somebody wrote.
 *
 * @throws TemplateError naming what nobody can fill in, or a bracket that does not close.
 */
export function checkTemplate(template: string): void {
  for (const [, name = ''] of template.matchAll(IN_BRACES)) {
    if (!placeholders.some((known) => known === name)) {
      throw new TemplateError(`{${name}} is not known: ${placeholders.map((known) => `{${known}}`).join(' ')}`)
    }
  }
  const stray = /[[\]{}]/.exec(template.replaceAll(IN_BRACES, '').replaceAll(OPTIONAL, ''))
  if (stray !== null) throw new TemplateError(`A "${stray[0]}" stands alone: [ ] go together and do not nest`)
}

function namesIn(part: string): Placeholder[] {
  return [...part.matchAll(IN_BRACES)].map(([, name]) => name as Placeholder)
}
