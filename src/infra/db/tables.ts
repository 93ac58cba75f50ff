import type { ColumnType, Generated, JSONColumnType } from 'kysely'

/**
 * The shape of every table, as migrations/schema.sql has it. Shapes only: what the rows mean is known by the feature
 * that owns the table.
 */
export type Database = {
  companies: CompaniesTable
  branches: BranchesTable
  branch_hours: BranchHoursTable
  closures: ClosuresTable
  workspaces: WorkspacesTable
  phone_numbers: PhoneNumbersTable
  agents: AgentsTable
  agent_settings: AgentSettingsTable
  agent_versions: AgentVersionsTable
  staff: StaffTable
  staff_hours: StaffHoursTable
  time_off: TimeOffTable
  categories: CategoriesTable
  services: ServicesTable
  service_staff: ServiceStaffTable
  booking_rules: BookingRulesTable
  customers: CustomersTable
  calls: CallsTable
  call_steps: CallStepsTable
  call_contents: CallContentsTable
  call_costs: CallCostsTable
  call_settings: CallSettingsTable
  verification_tries: VerificationTriesTable
  offers: OffersTable
  holds: HoldsTable
  appointments: AppointmentsTable
  appointment_history: AppointmentHistoryTable
  segments: SegmentsTable
  effects: EffectsTable
  webhook_events: WebhookEventsTable
  tasks: TasksTable
  booking_links: BookingLinksTable
  messages: MessagesTable
  message_occasions: MessageOccasionsTable
  message_settings: MessageSettingsTable
  message_accounts: MessageAccountsTable
  message_templates: MessageTemplatesTable
  message_counts: MessageCountsTable
  message_opt_outs: MessageOptOutsTable
  text_replies: TextRepliesTable
  verifications: VerificationsTable
  change_questions: ChangeQuestionsTable
  pending_changes: PendingChangesTable
  calcom_connections: CalcomConnectionsTable
  calcom_event_types: CalcomEventTypesTable
  calcom_syncs: CalcomSyncsTable
  calcom_polls: CalcomPollsTable
  calcom_webhook_bookings: CalcomWebhookBookingsTable
  calendar_attempts: CalendarAttemptsTable
}

/** Read as an instant, written as its ISO text. */
type Instant = ColumnType<Temporal.Instant, string, string>
/** Set by the database unless given. */
type DefaultInstant = ColumnType<Temporal.Instant, string | undefined, string>
type NullableInstant = ColumnType<Temporal.Instant | null, string | null | undefined, string | null>
type Day = ColumnType<Temporal.PlainDate, string, string>
type Json = JSONColumnType<object>
type LanguageCode = 'de' | 'en'

type CompaniesTable = {
  id: string
  slug: string
  name: string
  zone: string
  languages: LanguageCode[]
  country: Generated<string>
  currency: Generated<string>
  calendar: Generated<'builtin' | 'calcom'>
  checks_confirmation: Generated<boolean>
  policies: ColumnType<object, string | undefined, string>
  optimisation_shares: ColumnType<object, string | undefined, string>
  active: Generated<boolean>
  facts_version: Generated<number>
  created_at: DefaultInstant
}

type BranchesTable = {
  id: string
  company_id: string
  name: string
  street: Generated<string>
  postal_code: Generated<string>
  city: Generated<string>
  german_state: string | null
  closed_on_holidays: Generated<boolean>
  position: Generated<number>
  active: Generated<boolean>
}

type BranchHoursTable = {
  company_id: string
  branch_id: string
  weekday: number
  opens_minute: number
  closes_minute: number
}

type ClosuresTable = {
  id: string
  company_id: string
  branch_id: string | null
  first_date: Day
  last_date: Day
  reason: Generated<string>
}

type WorkspacesTable = {
  id: string
  name: string
  sealed_key: Buffer | null
  sealed_previous_key: Buffer | null
  created_at: DefaultInstant
}

type PhoneNumbersTable = {
  id: string
  company_id: string
  branch_id: string | null
  workspace_id: string | null
  number: string
  kind: Generated<'line' | 'forwarding'>
}

type AgentsTable = {
  id: string
  company_id: string
  branch_id: string | null
  workspace_id: string
  retell_agent_id: string
  language: LanguageCode
}

type StaffTable = {
  id: string
  company_id: string
  branch_id: string
  title: Generated<string>
  first_name: string
  last_name: Generated<string>
  folded_name: string
  first_name_cologne: string
  last_name_cologne: string
  last_name_soundex: string
  last_name_metaphone: string
  calendar_reference: string | null
  position: Generated<number>
  active: Generated<boolean>
}

type StaffHoursTable = {
  company_id: string
  staff_id: string
  weekday: number
  starts_minute: number
  ends_minute: number
}

type TimeOffTable = {
  id: string
  company_id: string
  staff_id: string
  starts_at: Instant
  ends_at: Instant
  reason: Generated<string>
}

type CategoriesTable = {
  id: string
  company_id: string
  parent_id: string | null
  name: string
  name_en: Generated<string>
  position: Generated<number>
}

type ServicesTable = {
  id: string
  company_id: string
  category_id: string | null
  name: string
  name_en: Generated<string>
  description: Generated<string>
  aliases: Generated<string[]>
  duration_minutes: number
  buffer_before_minutes: Generated<number>
  buffer_after_minutes: Generated<number>
  price_minor: number | null
  is_default: Generated<boolean>
  calendar_reference: string | null
  /** As Postgres writes a multirange of minutes: `{[30,60)}`. */
  gaps: Generated<string>
  position: Generated<number>
  active: Generated<boolean>
}

type ServiceStaffTable = { company_id: string; service_id: string; staff_id: string }

type BookingRulesTable = {
  id: string
  company_id: string
  branch_id: string | null
  service_id: string | null
  minimum_notice_minutes: number | null
  horizon_days: number | null
  slot_grid_minutes: number | null
  max_open_appointments: number | null
  cancellation_notice_minutes: number | null
  rescheduling_notice_minutes: number | null
  max_moves_per_appointment: number | null
  max_cancellations: number | null
  cancellation_period_days: number | null
  needs_approval: boolean | null
  offers_beside_own: boolean | null
}

type CustomersTable = {
  id: string
  company_id: string
  phone: string | null
  first_name: Generated<string>
  last_name: Generated<string>
  folded_name: Generated<string>
  first_name_cologne: Generated<string>
  last_name_cologne: Generated<string>
  last_name_soundex: Generated<string>
  last_name_metaphone: Generated<string>
  email: string | null
  language: LanguageCode | null
  usual_branch_id: string | null
  usual_staff_id: string | null
  trusted_at: NullableInstant
  merged_into_id: string | null
  created_at: DefaultInstant
}

type CallsTable = {
  id: string
  company_id: string
  retell_call_id: string
  workspace_id: string
  agent_id: string | null
  branch_id: string | null
  customer_id: string | null
  language: LanguageCode
  direction: 'inbound' | 'outbound' | 'web'
  from_number: string | null
  to_number: string | null
  caller_kind: 'number' | 'withheld' | 'forwarded'
  state: Generated<'ongoing' | 'ended'>
  created_at: DefaultInstant
  ended_at: NullableInstant
  intent: Generated<string>
  outcome: Generated<string>
  notes: Generated<string>
  started_at: NullableInstant
  duration_ms: number | null
  end_reason: string | null
  /** Whether the end was told; false also for one that was assumed because nothing was heard any more. */
  end_is_known: Generated<boolean>
  transfer: 'tried' | 'bridged' | null
  analyzed_at: NullableInstant
  sentiment: 'positive' | 'neutral' | 'negative' | null
  was_successful: boolean | null
  was_voicemail: boolean | null
  result: CallResult | null
  result_step: string | null
  result_reason: string | null
  appointment_id: string | null
  wrapped_up_at: NullableInstant
}

/** Told in docs/calls.md. */
export type CallResult =
  | 'booked'
  | 'moved'
  | 'cancelled'
  | 'transferred'
  | 'callback'
  | 'failed'
  | 'abandoned'
  | 'asked'
  | 'nothing'

type CallContentsTable = {
  company_id: string
  call_id: string
  transcript: JSONColumnType<TranscriptEntry[]>
  summary: string | null
  custom_analysis: JSONColumnType<object> | null
  received_at: DefaultInstant
}

/** Speech, a tool call, or its result, as the voice platform writes them. */
export type TranscriptEntry =
  | { readonly role: 'agent' | 'user'; readonly content: string }
  | {
      readonly role: 'tool_call_invocation'
      readonly tool_call_id: string
      readonly name: string
      readonly arguments: string
    }
  | { readonly role: 'tool_call_result'; readonly tool_call_id: string; readonly content: string }

/** Amounts are exact decimals, read as their text. */
type CallCostsTable = {
  company_id: string
  call_id: string
  item: 'platform' | 'telephony' | 'charge'
  seconds: number
  us_cents: string | null
  amount_minor: string | null
  currency: string
}

type CallSettingsTable = {
  company_id: string
  refuses_withheld: Generated<boolean>
  charge_per_minute_minor: ColumnType<string, number | undefined, number>
  charge_step_seconds: Generated<number>
  telephony_per_minute_minor: ColumnType<string, number | undefined, number>
  minor_per_us_cent: ColumnType<string | null, number | null | undefined, number | null>
}

type CallStepsTable = {
  id: string
  company_id: string
  call_id: string
  tool: string
  tool_call_id: string | null
  arguments: Json
  status: string
  reply: Json
  query_count: number
  duration_ms: number
  created_at: DefaultInstant
}

type VerificationsTable = {
  company_id: string
  call_id: string
  customer_id: string
  appointment_id: string | null
  created_at: DefaultInstant
}

type VerificationTriesTable = {
  company_id: string
  caller: string
  day: Day
  tries: number
  last_request: string | null
}

type OffersTable = {
  company_id: string
  call_id: string
  id: string
  branch_id: string
  service_id: string
  staff_id: string
  staff_asked_for: boolean
  starts_at: Instant
  ends_at: Instant
  price_minor: number | null
  moves_appointment_id: string | null
  further_service_ids: Generated<string[]>
  further_staff_ids: Generated<string[]>
  confirmation_asked_at: NullableInstant
  confirmation_asked_by: ColumnType<string | null, never, string | null>
  confirmation_asked_unclear: Generated<boolean>
  created_at: DefaultInstant
}

type HoldsTable = {
  id: string
  company_id: string
  call_id: string
  offer_id: string
  caller: string | null
  staff_asked_for: boolean
  state: 'live' | 'used' | 'released' | 'expired'
  expires_at: Instant
  created_at: DefaultInstant
}

/** Told in docs/booking.md. */
export type AppointmentState =
  | 'booking'
  | 'confirmed'
  | 'unknown'
  | 'pending_approval'
  | 'failed'
  | 'rejected'
  | 'moving'
  | 'cancelling'
  | 'cancelled'
  | 'completed'
  | 'no_show'

type AppointmentsTable = {
  id: string
  company_id: string
  branch_id: string
  customer_id: string
  service_id: string
  staff_id: string
  call_id: string | null
  attendee_name: string
  attendee_key: string
  starts_at: Instant
  ends_at: Instant
  zone: string
  wall_start: ColumnType<Temporal.PlainDateTime, string, string>
  state: AppointmentState
  version: Generated<number>
  code: string
  price_minor: number | null
  currency: string
  source: 'phone' | 'web' | 'console' | 'calendar'
  confirmed_by: 'transcript' | 'agent' | 'unchecked' | 'person'
  reference: string
  calendar_reference: string | null
  move_count: Generated<number>
  cancelled_by: 'customer' | 'house' | 'calendar' | null
  cancelled_at: NullableInstant
  conflicts: Generated<boolean>
  further_service_ids: Generated<string[]>
  further_staff_ids: Generated<string[]>
  created_at: DefaultInstant
}

type AppointmentHistoryTable = {
  id: string
  company_id: string
  appointment_id: string
  version: number
  from_state: AppointmentState | null
  to_state: AppointmentState
  who: string
  why: string
  created_at: DefaultInstant
}

type SegmentsTable = {
  id: string
  company_id: string
  resource_id: string
  during: string
  /** Of `during`, set by the database. */
  starts_at: ColumnType<Temporal.Instant, never, never>
  ends_at: ColumnType<Temporal.Instant, never, never>
  active: boolean
  hold_id: string | null
  appointment_id: string | null
}

type EffectsTable = {
  company_id: string
  key: string
  call_id: string
  tool: string
  appointment_id: string
  created_at: DefaultInstant
}

type ChangeQuestionsTable = {
  company_id: string
  call_id: string
  subject: string
  asked_by: string
  asked_at: Instant
  was_unclear: Generated<boolean>
}

type PendingChangesTable = {
  company_id: string
  appointment_id: string
  kind: 'move' | 'cancel'
  state_before: 'confirmed' | 'pending_approval'
  effect_key: string
  cancelled_by: 'customer' | 'house' | 'calendar' | null
  branch_id: string | null
  staff_id: string | null
  starts_at: NullableInstant
  ends_at: NullableInstant
  stretches_before: Json
  stretches_after: Json
  requested_at: Instant
  unknown_since: NullableInstant
}

type WebhookEventsTable = {
  id: string
  company_id: string
  source: 'retell' | 'calcom'
  identity: string
  event: string
  /** The voice platform's id of the call it is about. */
  call_reference: ColumnType<string | null, string | null | undefined, string | null>
  payload: Json
  received_at: DefaultInstant
  worked_at: NullableInstant
  /** How often what it told of was looked for in vain. */
  tries: ColumnType<number, number | undefined, number>
}

type TasksTable = {
  id: string
  company_id: string
  kind: string
  state: Generated<'open' | 'escalated' | 'done' | 'dropped'>
  call_id: string | null
  customer_id: string | null
  phone: string | null
  reason: Generated<string>
  wished_time: Generated<string>
  earliest_at: Instant
  due_at: Instant
  appointment_id: string | null
  escalated_at: NullableInstant
  closed_at: NullableInstant
  created_at: DefaultInstant
}

type BookingLinksTable = {
  id: string
  company_id: string
  call_id: string | null
  customer_id: string | null
  phone: string
  language: LanguageCode
  token_hash: Buffer
  created_at: Instant
  expires_at: Instant
}

/** Told in src/messages/message.ts. */
export type MessageState =
  | 'queued'
  | 'sending'
  | 'unclear'
  | 'sent'
  | 'failed'
  | 'expired'
  | 'superseded'
  | 'suppressed'

type MessagesTable = {
  id: string
  company_id: string
  kind: string
  channel: 'sms' | 'email' | 'slack' | 'pagerduty'
  recipient: string
  language: LanguageCode
  state: Generated<MessageState>
  call_id: string | null
  customer_id: string | null
  booking_link_id: string | null
  sealed_secret: Buffer | null
  created_at: Instant
  send_before: Instant
  appointment_id: string | null
  task_id: string | null
  change_key: string | null
  about_time: NullableInstant
  attempts: Generated<number>
  next_attempt_at: DefaultInstant
  attempted_at: NullableInstant
  claimed_until: NullableInstant
  text_hash: Buffer | null
  provider_id: string | null
  delivery: 'accepted' | 'sent' | 'delivered' | 'undelivered' | null
  reason: Generated<string>
  sent_at: NullableInstant
  is_awaited: Generated<boolean>
  is_desk_told: Generated<boolean>
}

type MessageOccasionsTable = {
  position: ColumnType<number, never, never>
  company_id: string
  appointment_id: string | null
  task_id: string | null
  version: number | null
  from_state: string | null
  to_state: string
  is_moved: Generated<boolean>
  was_unknown: Generated<boolean>
}

type MessageSettingsTable = {
  company_id: string
  texts_per_day: Generated<number>
  country_codes: Generated<string[]>
  quiet_from_minute: Generated<number>
  quiet_until_minute: Generated<number>
  reminder_hours: ColumnType<number | null, number | null | undefined, number | null>
  desk_email: string | null
  no_text_kinds: Generated<string[]>
}

type MessageAccountsTable = {
  company_id: string
  service: 'twilio' | 'slack' | 'pagerduty'
  base_url: string
  account: Generated<string>
  sender: Generated<string>
  sealed_secret: Buffer
  created_at: DefaultInstant
}

type MessageTemplatesTable = {
  company_id: string
  kind: string
  channel: 'sms' | 'email'
  language: LanguageCode
  subject: Generated<string>
  body: string
}

type MessageCountsTable = { company_id: string; day: Day; recipient: string; sent: number }

type MessageOptOutsTable = { company_id: string; recipient: string; created_at: Instant }

type TextRepliesTable = {
  company_id: string
  provider_id: string
  meaning: 'yes' | 'cancel' | 'stop' | 'start' | 'unclear' | 'stranger'
  appointment_id: string | null
  received_at: Instant
}

type CalcomConnectionsTable = {
  company_id: string
  base_url: string
  dialect: 'hosted' | 'self_hosted'
  sealed_api_key: Buffer
  sealed_webhook_secret: Buffer | null
  account_id: number
  team_ids: ColumnType<number[], readonly number[] | undefined, readonly number[]>
  attendee_mailbox: string
  may_wait: Generated<boolean>
  created_at: DefaultInstant
}

type CalcomEventTypesTable = {
  company_id: string
  service_id: string
  staff_id: string
  event_type_id: number
  is_pool: Generated<boolean>
  duration_minutes: number
  sends_length: Generated<boolean>
}

type CalcomSyncsTable = { company_id: string; changes_until: Instant; compared_at: NullableInstant }

type CalcomPollsTable = { company_id: string; polled_at: Instant; changes: number; known_by_webhook: number }

type CalcomWebhookBookingsTable = { company_id: string; calendar_reference: string; received_at: Instant }

type CalendarAttemptsTable = {
  company_id: string
  appointment_id: string
  attempts: Generated<number>
  clean_ups: Generated<number>
  asked_at: Instant
  first_asked_at: Instant
  claimed_until: NullableInstant
  desk_told_at: NullableInstant
}

type AgentSettingsTable = {
  company_id: string
  language: LanguageCode
  settings: ColumnType<object, string, string>
}

type AgentVersionsTable = {
  company_id: string
  language: LanguageCode
  number: number
  agent: string
  flow: string
  lines: ColumnType<string[], readonly string[] | undefined, readonly string[]>
  retell_agent_id: string
  retell_agent_version: number
  retell_flow_id: string
  retell_flow_version: number
  restores: number | null
  deployed_at: Instant
  checked_at: NullableInstant
  differences: ColumnType<string[], readonly string[] | undefined, readonly string[]>
}
