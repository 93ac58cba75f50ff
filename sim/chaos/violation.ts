/** What must never be, by name. */
export type Rule =
  /** Two active segments of one resource, or two open appointments of one person, share time. */
  | 'overlap'
  /** An open appointment keeps no time, or kept time belongs to nothing that is open. */
  | 'kept_time'
  /** Somebody was told "booked", and there is no such open appointment. */
  | 'booked_missing'
  /** It is there, at another time than was told, or than was agreed to. */
  | 'booked_elsewhen'
  /** It is there, for another name or number. */
  | 'booked_other_person'
  /** Every delivery of a request was refused, and its appointment is there all the same. */
  | 'refused_exists'
  /** One request made several appointments, or its deliveries named different ones. */
  | 'more_than_one_effect'
  /** An appointment nobody in the journal asked for. */
  | 'unasked'
  /** A row of one company belongs to, or was told to, another one. */
  | 'crossed_company'
  /** The history of an appointment does not tell how it came to its state and version. */
  | 'history'
  /** A hold is still live although it has run out and jobs have had time. */
  | 'hold_outlived'
  /** A job still waits, or ended among the dead. */
  | 'queue'

export type Violation = { rule: Rule; detail: string }
