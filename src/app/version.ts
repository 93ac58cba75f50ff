import packageJson from '../../package.json' with { type: 'json' }

/** The version of this Ringbook. */
export const VERSION: string = packageJson.version
