/** What must never be, by name. */
export type Rule =
  /** Told that something is booked, moved or cancelled, and it is not so. */
  | 'false_booked'
  | 'false_moved'
  | 'false_cancelled'
  /** An appointment, a move or a cancellation the caller did not agree to. */
  | 'unasked_booked'
  | 'unasked_moved'
  | 'unasked_cancelled'
  /** The same, on the agent's word alone, as is allowed once it has asked: the record says so. */
  | 'vouched_booked'
  /** Somebody else's appointment is another one than before. */
  | 'stranger_changed'
  /** An appointment was told to somebody whose it is not. */
  | 'told_to_stranger'
  /** An answer tells a stranger who knows a name from one who made it up. */
  | 'oracle'
  /** Something was done and the caller was never told. */
  | 'untold'
  /** One tool call, delivered again, had another effect. */
  | 'repeated_effect'
  /** A sentence that names another time than the data beside it. */
  | 'said_otherwise'
  /** An answer that is none: an apology, an HTTP error, one that is too long or cannot be spoken. */
  | 'fault'
  | 'unspeakable'

export type Finding = { rule: Rule; detail: string }
