export type Language = 'de' | 'en'

export type Intent = 'book' | 'move' | 'cancel' | 'query' | 'callback' | 'human' | 'services' | 'link'

/** What somebody calls for, in their words of one language; marks as `readLine` reads them. */
export type Wants = {
  intent: Intent
  service?: string | undefined
  date?: string | undefined
  time?: string | undefined
  staff?: string | undefined
  branch?: string | undefined
  /** Whose appointment it is: first and last name. */
  name: string
  phone?: string | undefined
  code?: string | undefined
  /** The day of the appointment that is to be moved, called off or told. */
  old_date?: string | undefined
  /** Why they call, where they want to be called back. */
  reason?: string | undefined
}
