import { argumentSchemas, type ToolName } from '../arguments.ts'

export function isToolName(name: string): name is ToolName {
  return Object.hasOwn(argumentSchemas, name)
}
