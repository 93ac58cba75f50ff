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
  /** Somebody was told that an appointment is cancelled or moved, and it is not so. */
  | 'change_missing'
  /** Every delivery of a request to change an appointment was refused, and it is changed all the same. */
  | 'refused_change'
  /** One request made several appointments or changes, or its deliveries named different ones. */
  | 'more_than_one_effect'
  /** An appointment, or a change of one, that nobody in the journal asked for. */
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
