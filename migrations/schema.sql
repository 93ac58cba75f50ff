-- Written by script/schema-dump from the migrations. Read it in review; never edit it.

-- extensions
btree_gist
pg_trgm

-- types

-- tables
agent_settings, row-level security forced, granted: delete, insert, select, update to ringbook_app
agent_versions, row-level security forced, granted: delete, insert, select, update to ringbook_app
agents, row-level security forced, granted: delete, insert, select, update to ringbook_app
appointment_history, row-level security forced, granted: insert, select to ringbook_app
appointments, row-level security forced, granted: delete, insert, select, update to ringbook_app
booking_links, row-level security forced, granted: delete, insert, select, update to ringbook_app
booking_rules, row-level security forced, granted: delete, insert, select, update to ringbook_app
branch_hours, row-level security forced, granted: delete, insert, select, update to ringbook_app
branches, row-level security forced, granted: delete, insert, select, update to ringbook_app
calcom_connections, row-level security forced, granted: delete, insert, select, update to ringbook_app
calcom_event_types, row-level security forced, granted: delete, insert, select, update to ringbook_app
calcom_polls, row-level security forced, granted: delete, insert, select, update to ringbook_app
calcom_syncs, row-level security forced, granted: delete, insert, select, update to ringbook_app
calcom_webhook_bookings, row-level security forced, granted: delete, insert, select, update to ringbook_app
calendar_attempts, row-level security forced, granted: delete, insert, select, update to ringbook_app
call_contents, row-level security forced, granted: delete, insert, select, update to ringbook_app
call_costs, row-level security forced, granted: delete, insert, select, update to ringbook_app
call_settings, row-level security forced, granted: delete, insert, select, update to ringbook_app
call_steps, row-level security forced, granted: delete, insert, select, update to ringbook_app
calls, row-level security forced, granted: delete, insert, select, update to ringbook_app
categories, row-level security forced, granted: delete, insert, select, update to ringbook_app
change_questions, row-level security forced, granted: delete, insert, select, update to ringbook_app
closures, row-level security forced, granted: delete, insert, select, update to ringbook_app
companies, row-level security forced, granted: delete, insert, select, update to ringbook_app
customers, row-level security forced, granted: delete, insert, select, update to ringbook_app
effects, row-level security forced, granted: delete, insert, select, update to ringbook_app
holds, row-level security forced, granted: delete, insert, select, update to ringbook_app
message_accounts, row-level security forced, granted: delete, insert, select, update to ringbook_app
message_counts, row-level security forced, granted: delete, insert, select, update to ringbook_app
message_occasions, row-level security forced, granted: delete, insert, select, update to ringbook_app
message_occasions_position_seq (sequence)
message_opt_outs, row-level security forced, granted: delete, insert, select, update to ringbook_app
message_settings, row-level security forced, granted: delete, insert, select, update to ringbook_app
message_templates, row-level security forced, granted: delete, insert, select, update to ringbook_app
messages, row-level security forced, granted: delete, insert, select, update to ringbook_app
offers, row-level security forced, granted: delete, insert, select, update to ringbook_app
pending_changes, row-level security forced, granted: delete, insert, select, update to ringbook_app
phone_numbers, row-level security forced, granted: delete, insert, select, update to ringbook_app
segments, row-level security forced, granted: delete, insert, select, update to ringbook_app
service_staff, row-level security forced, granted: delete, insert, select, update to ringbook_app
services, row-level security forced, granted: delete, insert, select, update to ringbook_app
staff, row-level security forced, granted: delete, insert, select, update to ringbook_app
staff_hours, row-level security forced, granted: delete, insert, select, update to ringbook_app
tasks, row-level security forced, granted: delete, insert, select, update to ringbook_app
text_replies, row-level security forced, granted: delete, insert, select, update to ringbook_app
time_off, row-level security forced, granted: delete, insert, select, update to ringbook_app
verification_tries, row-level security forced, granted: delete, insert, select, update to ringbook_app
verifications, row-level security forced, granted: delete, insert, select, update to ringbook_app
webhook_events, row-level security forced, granted: delete, insert, select, update to ringbook_app
workspaces, granted: insert, select, update to ringbook_app

-- columns
agent_settings.company_id uuid not null
agent_settings.language text not null
agent_settings.settings jsonb not null
agent_versions.company_id uuid not null
agent_versions.language text not null
agent_versions.number integer not null
agent_versions.agent text not null
agent_versions.flow text not null
agent_versions.lines text[] not null default '{}'::text[]
agent_versions.retell_agent_id text not null
agent_versions.retell_agent_version integer not null
agent_versions.retell_flow_id text not null
agent_versions.retell_flow_version integer not null
agent_versions.restores integer
agent_versions.deployed_at timestamp with time zone not null
agent_versions.checked_at timestamp with time zone
agent_versions.differences text[] not null default '{}'::text[]
agents.id uuid not null, granted: select to ringbook_routing
agents.company_id uuid not null, granted: select to ringbook_routing
agents.branch_id uuid, granted: select to ringbook_routing
agents.workspace_id uuid not null, granted: select to ringbook_routing
agents.retell_agent_id text not null, granted: select to ringbook_routing
agents.language text not null, granted: select to ringbook_routing
appointment_history.id uuid not null
appointment_history.company_id uuid not null
appointment_history.appointment_id uuid not null
appointment_history.version integer not null
appointment_history.from_state text
appointment_history.to_state text not null
appointment_history.who text not null
appointment_history.why text not null
appointment_history.created_at timestamp with time zone not null default now()
appointments.id uuid not null, granted: select to ringbook_routing
appointments.company_id uuid not null, granted: select to ringbook_routing
appointments.branch_id uuid not null
appointments.customer_id uuid not null
appointments.service_id uuid not null
appointments.staff_id uuid not null
appointments.call_id uuid
appointments.attendee_name text not null
appointments.attendee_key text not null
appointments.starts_at timestamp with time zone not null
appointments.ends_at timestamp with time zone not null
appointments.zone text not null
appointments.wall_start timestamp without time zone not null
appointments.state text not null, granted: select to ringbook_routing
appointments.version integer not null default 1
appointments.code text not null
appointments.price_minor integer
appointments.currency character(3) not null
appointments.source text not null
appointments.confirmed_by text not null
appointments.reference text not null
appointments.calendar_reference text
appointments.created_at timestamp with time zone not null default now()
appointments.move_count integer not null default 0
appointments.cancelled_by text
appointments.cancelled_at timestamp with time zone
appointments.conflicts boolean not null default false
appointments.further_service_ids uuid[] not null default '{}'::uuid[]
appointments.further_staff_ids uuid[] not null default '{}'::uuid[]
booking_links.id uuid not null
booking_links.company_id uuid not null
booking_links.call_id uuid
booking_links.customer_id uuid
booking_links.phone text not null
booking_links.language text not null
booking_links.token_hash bytea not null
booking_links.created_at timestamp with time zone not null
booking_links.expires_at timestamp with time zone not null
booking_rules.id uuid not null
booking_rules.company_id uuid not null
booking_rules.branch_id uuid
booking_rules.service_id uuid
booking_rules.minimum_notice_minutes integer
booking_rules.horizon_days integer
booking_rules.slot_grid_minutes integer
booking_rules.max_open_appointments integer
booking_rules.cancellation_notice_minutes integer
booking_rules.rescheduling_notice_minutes integer
booking_rules.needs_approval boolean
booking_rules.max_moves_per_appointment integer
booking_rules.max_cancellations integer
booking_rules.cancellation_period_days integer
booking_rules.offers_beside_own boolean
branch_hours.company_id uuid not null
branch_hours.branch_id uuid not null
branch_hours.weekday smallint not null
branch_hours.opens_minute smallint not null
branch_hours.closes_minute smallint not null
branches.id uuid not null
branches.company_id uuid not null
branches.name text not null
branches.street text not null default ''::text
branches.postal_code text not null default ''::text
branches.city text not null default ''::text
branches.german_state character(2)
branches.closed_on_holidays boolean not null default true
branches.position integer not null default 0
branches.active boolean not null default true
calcom_connections.company_id uuid not null
calcom_connections.base_url text not null
calcom_connections.dialect text not null
calcom_connections.sealed_api_key bytea not null
calcom_connections.sealed_webhook_secret bytea
calcom_connections.account_id bigint not null
calcom_connections.team_ids bigint[] not null default '{}'::bigint[]
calcom_connections.attendee_mailbox text not null
calcom_connections.may_wait boolean not null default true
calcom_connections.created_at timestamp with time zone not null default now()
calcom_event_types.company_id uuid not null
calcom_event_types.service_id uuid not null
calcom_event_types.staff_id uuid not null
calcom_event_types.event_type_id bigint not null
calcom_event_types.is_pool boolean not null default false
calcom_event_types.duration_minutes integer not null
calcom_event_types.sends_length boolean not null default false
calcom_polls.company_id uuid not null
calcom_polls.polled_at timestamp with time zone not null
calcom_polls.changes integer not null
calcom_polls.known_by_webhook integer not null
calcom_syncs.company_id uuid not null
calcom_syncs.changes_until timestamp with time zone not null
calcom_syncs.compared_at timestamp with time zone
calcom_webhook_bookings.company_id uuid not null
calcom_webhook_bookings.calendar_reference text not null
calcom_webhook_bookings.received_at timestamp with time zone not null
calendar_attempts.company_id uuid not null, granted: select to ringbook_routing
calendar_attempts.appointment_id uuid not null, granted: select to ringbook_routing
calendar_attempts.attempts integer not null default 1
calendar_attempts.asked_at timestamp with time zone not null
calendar_attempts.first_asked_at timestamp with time zone not null
calendar_attempts.claimed_until timestamp with time zone
calendar_attempts.clean_ups integer not null default 0
calendar_attempts.desk_told_at timestamp with time zone
call_contents.company_id uuid not null
call_contents.call_id uuid not null
call_contents.transcript jsonb not null default '[]'::jsonb
call_contents.summary text
call_contents.custom_analysis jsonb
call_contents.received_at timestamp with time zone not null default now()
call_costs.company_id uuid not null
call_costs.call_id uuid not null
call_costs.item text not null
call_costs.seconds integer not null
call_costs.us_cents numeric(14,4)
call_costs.amount_minor numeric(14,4)
call_costs.currency character(3) not null
call_settings.company_id uuid not null
call_settings.refuses_withheld boolean not null default false
call_settings.charge_per_minute_minor numeric(12,4) not null default 0
call_settings.charge_step_seconds smallint not null default 60
call_settings.telephony_per_minute_minor numeric(12,4) not null default 0
call_settings.minor_per_us_cent numeric(12,6)
call_steps.id uuid not null
call_steps.company_id uuid not null
call_steps.call_id uuid not null
call_steps.tool text not null
call_steps.tool_call_id text
call_steps.arguments jsonb not null
call_steps.status text not null
call_steps.reply jsonb not null
call_steps.query_count integer not null
call_steps.duration_ms double precision not null
call_steps.created_at timestamp with time zone not null default now()
calls.id uuid not null
calls.company_id uuid not null, granted: select to ringbook_routing
calls.retell_call_id text not null, granted: select to ringbook_routing
calls.workspace_id uuid not null, granted: select to ringbook_routing
calls.agent_id uuid
calls.branch_id uuid
calls.customer_id uuid
calls.language text not null
calls.direction text not null
calls.from_number text
calls.to_number text
calls.caller_kind text not null
calls.state text not null default 'ongoing'::text
calls.created_at timestamp with time zone not null default now()
calls.ended_at timestamp with time zone
calls.intent text not null default ''::text
calls.outcome text not null default ''::text
calls.notes text not null default ''::text
calls.started_at timestamp with time zone
calls.duration_ms bigint
calls.end_reason text
calls.end_is_known boolean not null default false
calls.transfer text
calls.analyzed_at timestamp with time zone
calls.sentiment text
calls.was_successful boolean
calls.was_voicemail boolean
calls.result text
calls.result_step text
calls.result_reason text
calls.appointment_id uuid
calls.wrapped_up_at timestamp with time zone
categories.id uuid not null
categories.company_id uuid not null
categories.parent_id uuid
categories.name text not null
categories.name_en text not null default ''::text
categories.position integer not null default 0
change_questions.company_id uuid not null
change_questions.call_id uuid not null
change_questions.subject text not null
change_questions.asked_by text not null
change_questions.asked_at timestamp with time zone not null
change_questions.was_unclear boolean not null default false
closures.id uuid not null
closures.company_id uuid not null
closures.branch_id uuid
closures.first_date date not null
closures.last_date date not null
closures.reason text not null default ''::text
companies.id uuid not null, granted: select to ringbook_routing
companies.slug text not null, granted: select to ringbook_routing
companies.name text not null
companies.zone text not null
companies.languages text[] not null
companies.country character(2) not null default 'DE'::bpchar
companies.currency character(3) not null default 'EUR'::bpchar
companies.calendar text not null default 'builtin'::text
companies.checks_confirmation boolean not null default true
companies.policies jsonb not null default '{}'::jsonb
companies.active boolean not null default true, granted: select to ringbook_routing
companies.facts_version bigint not null default 1
companies.created_at timestamp with time zone not null default now()
companies.optimisation_shares jsonb not null default '{}'::jsonb
customers.id uuid not null
customers.company_id uuid not null
customers.phone text
customers.first_name text not null default ''::text
customers.last_name text not null default ''::text
customers.folded_name text not null default ''::text
customers.first_name_cologne text not null default ''::text
customers.last_name_cologne text not null default ''::text
customers.last_name_soundex text not null default ''::text
customers.last_name_metaphone text not null default ''::text
customers.email text
customers.language text
customers.usual_branch_id uuid
customers.usual_staff_id uuid
customers.trusted_at timestamp with time zone
customers.merged_into_id uuid
customers.created_at timestamp with time zone not null default now()
effects.company_id uuid not null
effects.key text not null
effects.call_id uuid not null
effects.tool text not null
effects.appointment_id uuid not null
effects.created_at timestamp with time zone not null default now()
holds.id uuid not null
holds.company_id uuid not null
holds.call_id uuid not null
holds.offer_id text not null
holds.caller text
holds.staff_asked_for boolean not null
holds.state text not null
holds.expires_at timestamp with time zone not null
holds.created_at timestamp with time zone not null default now()
message_accounts.company_id uuid not null
message_accounts.service text not null
message_accounts.base_url text not null
message_accounts.account text not null default ''::text
message_accounts.sender text not null default ''::text
message_accounts.sealed_secret bytea not null
message_accounts.created_at timestamp with time zone not null default now()
message_counts.company_id uuid not null
message_counts.day date not null
message_counts.recipient text not null
message_counts.sent integer not null
message_occasions.position bigint not null identity, granted: select to ringbook_routing
message_occasions.company_id uuid not null, granted: select to ringbook_routing
message_occasions.appointment_id uuid
message_occasions.task_id uuid
message_occasions.version integer
message_occasions.from_state text
message_occasions.to_state text not null
message_occasions.is_moved boolean not null default false
message_occasions.was_unknown boolean not null default false
message_opt_outs.company_id uuid not null
message_opt_outs.recipient text not null
message_opt_outs.created_at timestamp with time zone not null
message_settings.company_id uuid not null
message_settings.texts_per_day integer not null default 200
message_settings.country_codes text[] not null default '{+49,+43,+41}'::text[]
message_settings.quiet_from_minute smallint not null default 1260
message_settings.quiet_until_minute smallint not null default 480
message_settings.reminder_hours smallint default 24
message_settings.desk_email text
message_settings.no_text_kinds text[] not null default '{callback_promised}'::text[]
message_templates.company_id uuid not null
message_templates.kind text not null
message_templates.channel text not null
message_templates.language text not null
message_templates.subject text not null default ''::text
message_templates.body text not null
messages.id uuid not null
messages.company_id uuid not null, granted: select to ringbook_routing
messages.kind text not null
messages.channel text not null
messages.recipient text not null
messages.language text not null
messages.state text not null default 'queued'::text, granted: select to ringbook_routing
messages.call_id uuid
messages.customer_id uuid
messages.booking_link_id uuid
messages.sealed_secret bytea
messages.created_at timestamp with time zone not null
messages.send_before timestamp with time zone not null
messages.appointment_id uuid
messages.task_id uuid
messages.change_key text
messages.about_time timestamp with time zone
messages.attempts integer not null default 0
messages.next_attempt_at timestamp with time zone not null default '1970-01-01 00:00:00+00'::timestamp with time zone, granted: select to ringbook_routing
messages.attempted_at timestamp with time zone
messages.claimed_until timestamp with time zone, granted: select to ringbook_routing
messages.text_hash bytea
messages.provider_id text
messages.delivery text
messages.reason text not null default ''::text
messages.sent_at timestamp with time zone
messages.is_awaited boolean not null default false
messages.is_desk_told boolean not null default false
offers.company_id uuid not null
offers.call_id uuid not null
offers.id text not null
offers.branch_id uuid not null
offers.service_id uuid not null
offers.staff_id uuid not null
offers.staff_asked_for boolean not null
offers.starts_at timestamp with time zone not null
offers.ends_at timestamp with time zone not null
offers.price_minor integer
offers.confirmation_asked_at timestamp with time zone
offers.created_at timestamp with time zone not null default now()
offers.moves_appointment_id uuid
offers.further_service_ids uuid[] not null default '{}'::uuid[]
offers.further_staff_ids uuid[] not null default '{}'::uuid[]
offers.confirmation_asked_by text
offers.confirmation_asked_unclear boolean not null default false
pending_changes.company_id uuid not null
pending_changes.appointment_id uuid not null
pending_changes.kind text not null
pending_changes.state_before text not null
pending_changes.effect_key text not null
pending_changes.cancelled_by text
pending_changes.branch_id uuid
pending_changes.staff_id uuid
pending_changes.starts_at timestamp with time zone
pending_changes.ends_at timestamp with time zone
pending_changes.stretches_before jsonb not null default '[]'::jsonb
pending_changes.stretches_after jsonb not null default '[]'::jsonb
pending_changes.requested_at timestamp with time zone not null
pending_changes.unknown_since timestamp with time zone
phone_numbers.id uuid not null
phone_numbers.company_id uuid not null, granted: select to ringbook_routing
phone_numbers.branch_id uuid, granted: select to ringbook_routing
phone_numbers.workspace_id uuid, granted: select to ringbook_routing
phone_numbers.number text not null, granted: select to ringbook_routing
phone_numbers.kind text not null default 'line'::text, granted: select to ringbook_routing
segments.id uuid not null
segments.company_id uuid not null
segments.resource_id uuid not null
segments.during tstzrange not null
segments.active boolean not null
segments.hold_id uuid
segments.appointment_id uuid
segments.starts_at timestamp with time zone generated lower(during)
segments.ends_at timestamp with time zone generated upper(during)
service_staff.company_id uuid not null
service_staff.service_id uuid not null
service_staff.staff_id uuid not null
services.id uuid not null
services.company_id uuid not null
services.category_id uuid
services.name text not null
services.name_en text not null default ''::text
services.description text not null default ''::text
services.aliases text[] not null default '{}'::text[]
services.duration_minutes integer not null
services.buffer_before_minutes integer not null default 0
services.buffer_after_minutes integer not null default 0
services.price_minor integer
services.is_default boolean not null default false
services.calendar_reference text
services.position integer not null default 0
services.active boolean not null default true
services.gaps int4multirange not null default '{}'::int4multirange
staff.id uuid not null
staff.company_id uuid not null
staff.branch_id uuid not null
staff.title text not null default ''::text
staff.first_name text not null
staff.last_name text not null default ''::text
staff.folded_name text not null
staff.first_name_cologne text not null
staff.last_name_cologne text not null
staff.last_name_soundex text not null
staff.last_name_metaphone text not null
staff.calendar_reference text
staff.position integer not null default 0
staff.active boolean not null default true
staff_hours.company_id uuid not null
staff_hours.staff_id uuid not null
staff_hours.weekday smallint not null
staff_hours.starts_minute smallint not null
staff_hours.ends_minute smallint not null
tasks.id uuid not null
tasks.company_id uuid not null
tasks.kind text not null
tasks.state text not null default 'open'::text
tasks.call_id uuid
tasks.customer_id uuid
tasks.phone text
tasks.reason text not null default ''::text
tasks.wished_time text not null default ''::text
tasks.earliest_at timestamp with time zone not null
tasks.due_at timestamp with time zone not null
tasks.escalated_at timestamp with time zone
tasks.closed_at timestamp with time zone
tasks.created_at timestamp with time zone not null default now()
tasks.appointment_id uuid
text_replies.company_id uuid not null
text_replies.provider_id text not null
text_replies.meaning text not null
text_replies.appointment_id uuid
text_replies.received_at timestamp with time zone not null
time_off.id uuid not null
time_off.company_id uuid not null
time_off.staff_id uuid not null
time_off.starts_at timestamp with time zone not null
time_off.ends_at timestamp with time zone not null
time_off.reason text not null default ''::text
verification_tries.company_id uuid not null
verification_tries.caller text not null
verification_tries.day date not null
verification_tries.tries integer not null
verification_tries.last_request text
verifications.company_id uuid not null
verifications.call_id uuid not null
verifications.customer_id uuid not null
verifications.appointment_id uuid
verifications.created_at timestamp with time zone not null default now()
webhook_events.id uuid not null
webhook_events.company_id uuid not null
webhook_events.source text not null
webhook_events.identity text not null
webhook_events.event text not null
webhook_events.payload jsonb not null
webhook_events.received_at timestamp with time zone not null default now()
webhook_events.worked_at timestamp with time zone
webhook_events.call_reference text
webhook_events.tries smallint not null default 0
workspaces.id uuid not null
workspaces.name text not null
workspaces.sealed_key bytea
workspaces.sealed_previous_key bytea
workspaces.created_at timestamp with time zone not null default now()

-- constraints
agent_settings.agent_settings_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
agent_settings.agent_settings_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text])))
agent_settings.agent_settings_pkey PRIMARY KEY (company_id, language)
agent_settings.agent_settings_settings_check CHECK ((jsonb_typeof(settings) = 'object'::text))
agent_versions.agent_versions_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
agent_versions.agent_versions_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text])))
agent_versions.agent_versions_number_check CHECK ((number > 0))
agent_versions.agent_versions_pkey PRIMARY KEY (company_id, language, number)
agent_versions.agent_versions_retell_agent_id_check CHECK (((length(retell_agent_id) >= 1) AND (length(retell_agent_id) <= 120)))
agent_versions.agent_versions_retell_flow_id_check CHECK (((length(retell_flow_id) >= 1) AND (length(retell_flow_id) <= 120)))
agents.agents_company_id_branch_id_fkey FOREIGN KEY (company_id, branch_id) REFERENCES branches(company_id, id) ON DELETE CASCADE
agents.agents_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
agents.agents_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text])))
agents.agents_pkey PRIMARY KEY (id)
agents.agents_retell_agent_id_check CHECK (((length(retell_agent_id) >= 1) AND (length(retell_agent_id) <= 120)))
agents.agents_retell_agent_id_key UNIQUE (retell_agent_id)
agents.agents_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
appointment_history.appointment_history_company_id_appointment_id_fkey FOREIGN KEY (company_id, appointment_id) REFERENCES appointments(company_id, id) ON DELETE CASCADE
appointment_history.appointment_history_company_id_appointment_id_version_key UNIQUE (company_id, appointment_id, version)
appointment_history.appointment_history_pkey PRIMARY KEY (id)
appointments.appointments_attendee_name_check CHECK (((length(attendee_name) >= 1) AND (length(attendee_name) <= 160)))
appointments.appointments_cancelled_by_check CHECK ((cancelled_by = ANY (ARRAY['customer'::text, 'house'::text, 'calendar'::text])))
appointments.appointments_check CHECK ((starts_at < ends_at))
appointments.appointments_check1 CHECK (((cancelled_by IS NULL) = (cancelled_at IS NULL)))
appointments.appointments_check2 CHECK (((cardinality(further_service_ids) = cardinality(further_staff_ids)) AND (cardinality(further_service_ids) <= 3)))
appointments.appointments_code_check CHECK ((code ~ '^[0-9]{6}$'::text))
appointments.appointments_company_id_branch_id_fkey FOREIGN KEY (company_id, branch_id) REFERENCES branches(company_id, id)
appointments.appointments_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE SET NULL (call_id)
appointments.appointments_company_id_customer_id_fkey FOREIGN KEY (company_id, customer_id) REFERENCES customers(company_id, id)
appointments.appointments_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
appointments.appointments_company_id_id_key UNIQUE (company_id, id)
appointments.appointments_company_id_service_id_fkey FOREIGN KEY (company_id, service_id) REFERENCES services(company_id, id)
appointments.appointments_company_id_staff_id_fkey FOREIGN KEY (company_id, staff_id) REFERENCES staff(company_id, id)
appointments.appointments_confirmed_by_check CHECK ((confirmed_by = ANY (ARRAY['transcript'::text, 'agent'::text, 'unchecked'::text, 'person'::text])))
appointments.appointments_move_count_check CHECK ((move_count >= 0))
appointments.appointments_one_place EXCLUDE USING gist (company_id WITH =, customer_id WITH =, attendee_key WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((state = ANY (ARRAY['booking'::text, 'confirmed'::text, 'unknown'::text, 'pending_approval'::text, 'moving'::text, 'cancelling'::text])))
appointments.appointments_pkey PRIMARY KEY (id)
appointments.appointments_source_check CHECK ((source = ANY (ARRAY['phone'::text, 'web'::text, 'console'::text, 'calendar'::text])))
appointments.appointments_state_check CHECK ((state = ANY (ARRAY['booking'::text, 'confirmed'::text, 'unknown'::text, 'pending_approval'::text, 'failed'::text, 'rejected'::text, 'moving'::text, 'cancelling'::text, 'cancelled'::text, 'completed'::text, 'no_show'::text])))
booking_links.booking_links_check CHECK ((created_at < expires_at))
booking_links.booking_links_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE SET NULL (call_id)
booking_links.booking_links_company_id_customer_id_fkey FOREIGN KEY (company_id, customer_id) REFERENCES customers(company_id, id) ON DELETE CASCADE
booking_links.booking_links_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
booking_links.booking_links_company_id_id_key UNIQUE (company_id, id)
booking_links.booking_links_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text])))
booking_links.booking_links_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{4,14}$'::text))
booking_links.booking_links_pkey PRIMARY KEY (id)
booking_links.booking_links_token_hash_check CHECK ((length(token_hash) = 32))
booking_rules.booking_rules_cancellation_notice_minutes_check CHECK (((cancellation_notice_minutes >= 0) AND (cancellation_notice_minutes <= 525600)))
booking_rules.booking_rules_cancellation_period_days_check CHECK (((cancellation_period_days >= 1) AND (cancellation_period_days <= 3660)))
booking_rules.booking_rules_company_id_branch_id_fkey FOREIGN KEY (company_id, branch_id) REFERENCES branches(company_id, id) ON DELETE CASCADE
booking_rules.booking_rules_company_id_branch_id_service_id_key UNIQUE NULLS NOT DISTINCT (company_id, branch_id, service_id)
booking_rules.booking_rules_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
booking_rules.booking_rules_company_id_service_id_fkey FOREIGN KEY (company_id, service_id) REFERENCES services(company_id, id) ON DELETE CASCADE
booking_rules.booking_rules_horizon_days_check CHECK (((horizon_days >= 1) AND (horizon_days <= 730)))
booking_rules.booking_rules_max_cancellations_check CHECK (((max_cancellations >= 0) AND (max_cancellations <= 1000)))
booking_rules.booking_rules_max_moves_per_appointment_check CHECK (((max_moves_per_appointment >= 0) AND (max_moves_per_appointment <= 1000)))
booking_rules.booking_rules_max_open_appointments_check CHECK (((max_open_appointments >= 1) AND (max_open_appointments <= 1000)))
booking_rules.booking_rules_minimum_notice_minutes_check CHECK (((minimum_notice_minutes >= 0) AND (minimum_notice_minutes <= 525600)))
booking_rules.booking_rules_pkey PRIMARY KEY (id)
booking_rules.booking_rules_rescheduling_notice_minutes_check CHECK (((rescheduling_notice_minutes >= 0) AND (rescheduling_notice_minutes <= 525600)))
booking_rules.booking_rules_slot_grid_minutes_check CHECK (((slot_grid_minutes >= 1) AND (slot_grid_minutes <= 720)))
branch_hours.branch_hours_check CHECK ((opens_minute < closes_minute))
branch_hours.branch_hours_closes_minute_check CHECK (((closes_minute >= 1) AND (closes_minute <= 1440)))
branch_hours.branch_hours_company_id_branch_id_fkey FOREIGN KEY (company_id, branch_id) REFERENCES branches(company_id, id) ON DELETE CASCADE
branch_hours.branch_hours_opens_minute_check CHECK (((opens_minute >= 0) AND (opens_minute <= 1439)))
branch_hours.branch_hours_pkey PRIMARY KEY (company_id, branch_id, weekday, opens_minute)
branch_hours.branch_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
branches.branches_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
branches.branches_company_id_id_key UNIQUE (company_id, id)
branches.branches_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120)))
branches.branches_pkey PRIMARY KEY (id)
calcom_connections.calcom_connections_attendee_mailbox_check CHECK ((attendee_mailbox ~ '^[^@\s]*@[^@\s]+\.[^@\s]+$'::text))
calcom_connections.calcom_connections_base_url_check CHECK (((base_url ~ '^https?://'::text) AND (length(base_url) <= 200)))
calcom_connections.calcom_connections_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
calcom_connections.calcom_connections_dialect_check CHECK ((dialect = ANY (ARRAY['hosted'::text, 'self_hosted'::text])))
calcom_connections.calcom_connections_pkey PRIMARY KEY (company_id)
calcom_event_types.calcom_event_types_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
calcom_event_types.calcom_event_types_company_id_service_id_fkey FOREIGN KEY (company_id, service_id) REFERENCES services(company_id, id) ON DELETE CASCADE
calcom_event_types.calcom_event_types_company_id_staff_id_fkey FOREIGN KEY (company_id, staff_id) REFERENCES staff(company_id, id) ON DELETE CASCADE
calcom_event_types.calcom_event_types_duration_minutes_check CHECK (((duration_minutes >= 1) AND (duration_minutes <= 1440)))
calcom_event_types.calcom_event_types_pkey PRIMARY KEY (company_id, service_id, staff_id)
calcom_polls.calcom_polls_changes_check CHECK ((changes >= 0))
calcom_polls.calcom_polls_check CHECK (((known_by_webhook >= 0) AND (known_by_webhook <= changes)))
calcom_polls.calcom_polls_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
calcom_polls.calcom_polls_pkey PRIMARY KEY (company_id, polled_at)
calcom_syncs.calcom_syncs_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
calcom_syncs.calcom_syncs_pkey PRIMARY KEY (company_id)
calcom_webhook_bookings.calcom_webhook_bookings_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
calcom_webhook_bookings.calcom_webhook_bookings_pkey PRIMARY KEY (company_id, calendar_reference)
calendar_attempts.calendar_attempts_attempts_check CHECK ((attempts >= 0))
calendar_attempts.calendar_attempts_clean_ups_check CHECK ((clean_ups >= 0))
calendar_attempts.calendar_attempts_company_id_appointment_id_fkey FOREIGN KEY (company_id, appointment_id) REFERENCES appointments(company_id, id) ON DELETE CASCADE
calendar_attempts.calendar_attempts_pkey PRIMARY KEY (company_id, appointment_id)
call_contents.call_contents_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE CASCADE
call_contents.call_contents_custom_analysis_check CHECK ((jsonb_typeof(custom_analysis) = 'object'::text))
call_contents.call_contents_pkey PRIMARY KEY (company_id, call_id)
call_contents.call_contents_summary_check CHECK ((length(summary) <= 4000))
call_contents.call_contents_transcript_check CHECK ((jsonb_typeof(transcript) = 'array'::text))
call_costs.call_costs_amount_minor_check CHECK ((amount_minor >= (0)::numeric))
call_costs.call_costs_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE CASCADE
call_costs.call_costs_item_check CHECK ((item = ANY (ARRAY['platform'::text, 'telephony'::text, 'charge'::text])))
call_costs.call_costs_pkey PRIMARY KEY (company_id, call_id, item)
call_costs.call_costs_seconds_check CHECK ((seconds >= 0))
call_costs.call_costs_us_cents_check CHECK ((us_cents >= (0)::numeric))
call_settings.call_settings_charge_per_minute_minor_check CHECK ((charge_per_minute_minor >= (0)::numeric))
call_settings.call_settings_charge_step_seconds_check CHECK (((charge_step_seconds >= 1) AND (charge_step_seconds <= 60)))
call_settings.call_settings_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
call_settings.call_settings_minor_per_us_cent_check CHECK ((minor_per_us_cent > (0)::numeric))
call_settings.call_settings_pkey PRIMARY KEY (company_id)
call_settings.call_settings_telephony_per_minute_minor_check CHECK ((telephony_per_minute_minor >= (0)::numeric))
call_steps.call_steps_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE CASCADE
call_steps.call_steps_pkey PRIMARY KEY (id)
calls.calls_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE SET NULL
calls.calls_caller_kind_check CHECK ((caller_kind = ANY (ARRAY['number'::text, 'withheld'::text, 'forwarded'::text])))
calls.calls_company_id_appointment_id_fkey FOREIGN KEY (company_id, appointment_id) REFERENCES appointments(company_id, id) ON DELETE SET NULL (appointment_id)
calls.calls_company_id_branch_id_fkey FOREIGN KEY (company_id, branch_id) REFERENCES branches(company_id, id) ON DELETE SET NULL (branch_id)
calls.calls_company_id_customer_id_fkey FOREIGN KEY (company_id, customer_id) REFERENCES customers(company_id, id)
calls.calls_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
calls.calls_company_id_id_key UNIQUE (company_id, id)
calls.calls_direction_check CHECK ((direction = ANY (ARRAY['inbound'::text, 'outbound'::text, 'web'::text])))
calls.calls_duration_ms_check CHECK ((duration_ms >= 0))
calls.calls_end_reason_check CHECK (((length(end_reason) >= 1) AND (length(end_reason) <= 80)))
calls.calls_intent_check CHECK ((length(intent) <= 80))
calls.calls_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text])))
calls.calls_notes_check CHECK ((length(notes) <= 1000))
calls.calls_outcome_check CHECK ((length(outcome) <= 80))
calls.calls_pkey PRIMARY KEY (id)
calls.calls_result_check CHECK ((result = ANY (ARRAY['booked'::text, 'moved'::text, 'cancelled'::text, 'callback'::text, 'transferred'::text, 'failed'::text, 'abandoned'::text, 'asked'::text, 'nothing'::text])))
calls.calls_result_reason_check CHECK ((length(result_reason) <= 80))
calls.calls_result_step_check CHECK ((length(result_step) <= 80))
calls.calls_retell_call_id_check CHECK (((length(retell_call_id) >= 1) AND (length(retell_call_id) <= 120)))
calls.calls_retell_call_id_key UNIQUE (retell_call_id)
calls.calls_sentiment_check CHECK ((sentiment = ANY (ARRAY['positive'::text, 'neutral'::text, 'negative'::text])))
calls.calls_state_check CHECK ((state = ANY (ARRAY['ongoing'::text, 'ended'::text])))
calls.calls_transfer_check CHECK ((transfer = ANY (ARRAY['tried'::text, 'bridged'::text])))
calls.calls_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
categories.categories_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
categories.categories_company_id_id_key UNIQUE (company_id, id)
categories.categories_company_id_parent_id_fkey FOREIGN KEY (company_id, parent_id) REFERENCES categories(company_id, id)
categories.categories_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
categories.categories_name_en_check CHECK ((length(name_en) <= 80))
categories.categories_pkey PRIMARY KEY (id)
change_questions.change_questions_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE CASCADE
change_questions.change_questions_pkey PRIMARY KEY (company_id, call_id, subject)
closures.closures_check CHECK ((first_date <= last_date))
closures.closures_company_id_branch_id_fkey FOREIGN KEY (company_id, branch_id) REFERENCES branches(company_id, id) ON DELETE CASCADE
closures.closures_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
closures.closures_pkey PRIMARY KEY (id)
companies.companies_calendar_check CHECK ((calendar = ANY (ARRAY['builtin'::text, 'calcom'::text])))
companies.companies_languages_check CHECK (((cardinality(languages) > 0) AND (languages <@ ARRAY['de'::text, 'en'::text])))
companies.companies_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120)))
companies.companies_optimisation_shares_check CHECK ((jsonb_typeof(optimisation_shares) = 'object'::text))
companies.companies_pkey PRIMARY KEY (id)
companies.companies_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{1,39}$'::text))
companies.companies_slug_key UNIQUE (slug)
customers.customers_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
customers.customers_company_id_id_key UNIQUE (company_id, id)
customers.customers_company_id_merged_into_id_fkey FOREIGN KEY (company_id, merged_into_id) REFERENCES customers(company_id, id)
customers.customers_company_id_usual_branch_id_fkey FOREIGN KEY (company_id, usual_branch_id) REFERENCES branches(company_id, id) ON DELETE SET NULL (usual_branch_id)
customers.customers_company_id_usual_staff_id_fkey FOREIGN KEY (company_id, usual_staff_id) REFERENCES staff(company_id, id) ON DELETE SET NULL (usual_staff_id)
customers.customers_email_check CHECK ((length(email) <= 254))
customers.customers_first_name_check CHECK ((length(first_name) <= 80))
customers.customers_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text])))
customers.customers_last_name_check CHECK ((length(last_name) <= 80))
customers.customers_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{4,14}$'::text))
customers.customers_pkey PRIMARY KEY (id)
effects.effects_company_id_appointment_id_fkey FOREIGN KEY (company_id, appointment_id) REFERENCES appointments(company_id, id) ON DELETE CASCADE
effects.effects_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE CASCADE
effects.effects_pkey PRIMARY KEY (company_id, key)
holds.holds_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE CASCADE
holds.holds_company_id_id_key UNIQUE (company_id, id)
holds.holds_pkey PRIMARY KEY (id)
holds.holds_state_check CHECK ((state = ANY (ARRAY['live'::text, 'used'::text, 'released'::text, 'expired'::text])))
message_accounts.message_accounts_account_check CHECK ((length(account) <= 80))
message_accounts.message_accounts_base_url_check CHECK (((base_url ~ '^https?://'::text) AND (length(base_url) <= 200)))
message_accounts.message_accounts_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
message_accounts.message_accounts_pkey PRIMARY KEY (company_id, service)
message_accounts.message_accounts_sender_check CHECK ((length(sender) <= 40))
message_accounts.message_accounts_service_check CHECK ((service = ANY (ARRAY['twilio'::text, 'slack'::text, 'pagerduty'::text])))
message_counts.message_counts_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
message_counts.message_counts_pkey PRIMARY KEY (company_id, day, recipient)
message_counts.message_counts_sent_check CHECK ((sent >= 0))
message_occasions.message_occasions_check CHECK ((num_nonnulls(appointment_id, task_id) = 1))
message_occasions.message_occasions_company_id_appointment_id_fkey FOREIGN KEY (company_id, appointment_id) REFERENCES appointments(company_id, id) ON DELETE CASCADE
message_occasions.message_occasions_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
message_occasions.message_occasions_company_id_task_id_fkey FOREIGN KEY (company_id, task_id) REFERENCES tasks(company_id, id) ON DELETE CASCADE
message_occasions.message_occasions_pkey PRIMARY KEY ("position")
message_opt_outs.message_opt_outs_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
message_opt_outs.message_opt_outs_pkey PRIMARY KEY (company_id, recipient)
message_opt_outs.message_opt_outs_recipient_check CHECK (((length(recipient) >= 3) AND (length(recipient) <= 254)))
message_settings.message_settings_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
message_settings.message_settings_country_codes_check CHECK ((cardinality(country_codes) <= 40))
message_settings.message_settings_desk_email_check CHECK (((length(desk_email) >= 3) AND (length(desk_email) <= 254)))
message_settings.message_settings_no_text_kinds_check CHECK ((cardinality(no_text_kinds) <= 40))
message_settings.message_settings_pkey PRIMARY KEY (company_id)
message_settings.message_settings_quiet_from_minute_check CHECK (((quiet_from_minute >= 0) AND (quiet_from_minute <= 1439)))
message_settings.message_settings_quiet_until_minute_check CHECK (((quiet_until_minute >= 0) AND (quiet_until_minute <= 1439)))
message_settings.message_settings_reminder_hours_check CHECK (((reminder_hours >= 3) AND (reminder_hours <= 168)))
message_settings.message_settings_texts_per_day_check CHECK (((texts_per_day >= 0) AND (texts_per_day <= 100000)))
message_templates.message_templates_body_check CHECK (((length(body) >= 1) AND (length(body) <= 4000)))
message_templates.message_templates_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text])))
message_templates.message_templates_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
message_templates.message_templates_kind_check CHECK ((kind ~ '^[a-z_]{1,40}$'::text))
message_templates.message_templates_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text])))
message_templates.message_templates_pkey PRIMARY KEY (company_id, kind, channel, language)
message_templates.message_templates_subject_check CHECK ((length(subject) <= 200))
messages.messages_attempts_check CHECK ((attempts >= 0))
messages.messages_change_key_check CHECK ((length(change_key) <= 200))
messages.messages_channel_check CHECK ((channel = ANY (ARRAY['sms'::text, 'email'::text, 'slack'::text, 'pagerduty'::text])))
messages.messages_check CHECK (((state = 'sending'::text) = (claimed_until IS NOT NULL)))
messages.messages_company_id_appointment_id_fkey FOREIGN KEY (company_id, appointment_id) REFERENCES appointments(company_id, id) ON DELETE CASCADE
messages.messages_company_id_booking_link_id_fkey FOREIGN KEY (company_id, booking_link_id) REFERENCES booking_links(company_id, id) ON DELETE CASCADE
messages.messages_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE SET NULL (call_id)
messages.messages_company_id_customer_id_fkey FOREIGN KEY (company_id, customer_id) REFERENCES customers(company_id, id) ON DELETE CASCADE
messages.messages_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
messages.messages_company_id_id_key UNIQUE (company_id, id)
messages.messages_company_id_task_id_fkey FOREIGN KEY (company_id, task_id) REFERENCES tasks(company_id, id) ON DELETE CASCADE
messages.messages_delivery_check CHECK ((delivery = ANY (ARRAY['accepted'::text, 'sent'::text, 'delivered'::text, 'undelivered'::text])))
messages.messages_kind_check CHECK ((kind ~ '^[a-z_]{1,40}$'::text))
messages.messages_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text])))
messages.messages_pkey PRIMARY KEY (id)
messages.messages_provider_id_check CHECK ((length(provider_id) <= 200))
messages.messages_reason_check CHECK ((length(reason) <= 80))
messages.messages_recipient_check CHECK (((length(recipient) >= 3) AND (length(recipient) <= 254)))
messages.messages_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'unclear'::text, 'sent'::text, 'failed'::text, 'expired'::text, 'superseded'::text, 'suppressed'::text])))
offers.offers_check CHECK ((starts_at < ends_at))
offers.offers_check1 CHECK (((cardinality(further_service_ids) = cardinality(further_staff_ids)) AND (cardinality(further_service_ids) <= 3)))
offers.offers_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE CASCADE
offers.offers_id_check CHECK (((length(id) >= 3) AND (length(id) <= 4)))
offers.offers_pkey PRIMARY KEY (company_id, call_id, id)
pending_changes.pending_changes_cancelled_by_check CHECK ((cancelled_by = ANY (ARRAY['customer'::text, 'house'::text, 'calendar'::text])))
pending_changes.pending_changes_check CHECK (((kind = 'cancel'::text) OR ((branch_id IS NOT NULL) AND (staff_id IS NOT NULL) AND (starts_at < ends_at))))
pending_changes.pending_changes_check1 CHECK (((kind = 'move'::text) OR (cancelled_by IS NOT NULL)))
pending_changes.pending_changes_company_id_appointment_id_fkey FOREIGN KEY (company_id, appointment_id) REFERENCES appointments(company_id, id) ON DELETE CASCADE
pending_changes.pending_changes_kind_check CHECK ((kind = ANY (ARRAY['move'::text, 'cancel'::text])))
pending_changes.pending_changes_pkey PRIMARY KEY (company_id, appointment_id)
pending_changes.pending_changes_state_before_check CHECK ((state_before = ANY (ARRAY['confirmed'::text, 'pending_approval'::text])))
phone_numbers.phone_numbers_check CHECK (((kind = 'forwarding'::text) OR (workspace_id IS NOT NULL)))
phone_numbers.phone_numbers_company_id_branch_id_fkey FOREIGN KEY (company_id, branch_id) REFERENCES branches(company_id, id) ON DELETE CASCADE
phone_numbers.phone_numbers_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
phone_numbers.phone_numbers_kind_check CHECK ((kind = ANY (ARRAY['line'::text, 'forwarding'::text])))
phone_numbers.phone_numbers_number_check CHECK ((number ~ '^\+[1-9][0-9]{4,14}$'::text))
phone_numbers.phone_numbers_number_key UNIQUE (number)
phone_numbers.phone_numbers_pkey PRIMARY KEY (id)
phone_numbers.phone_numbers_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
segments.segments_check CHECK ((num_nonnulls(hold_id, appointment_id) = 1))
segments.segments_company_id_appointment_id_fkey FOREIGN KEY (company_id, appointment_id) REFERENCES appointments(company_id, id) ON DELETE CASCADE
segments.segments_company_id_hold_id_fkey FOREIGN KEY (company_id, hold_id) REFERENCES holds(company_id, id) ON DELETE CASCADE
segments.segments_during_check CHECK ((NOT isempty(during)))
segments.segments_no_overlap EXCLUDE USING gist (company_id WITH =, resource_id WITH =, during WITH &&) WHERE (active)
segments.segments_pkey PRIMARY KEY (id)
service_staff.service_staff_company_id_service_id_fkey FOREIGN KEY (company_id, service_id) REFERENCES services(company_id, id) ON DELETE CASCADE
service_staff.service_staff_company_id_staff_id_fkey FOREIGN KEY (company_id, staff_id) REFERENCES staff(company_id, id) ON DELETE CASCADE
service_staff.service_staff_pkey PRIMARY KEY (company_id, service_id, staff_id)
services.services_buffer_after_minutes_check CHECK (((buffer_after_minutes >= 0) AND (buffer_after_minutes <= 480)))
services.services_buffer_before_minutes_check CHECK (((buffer_before_minutes >= 0) AND (buffer_before_minutes <= 480)))
services.services_check CHECK ((gaps <@ int4multirange(int4range(1, GREATEST((duration_minutes - 1), 1)))))
services.services_company_id_category_id_fkey FOREIGN KEY (company_id, category_id) REFERENCES categories(company_id, id)
services.services_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
services.services_company_id_id_key UNIQUE (company_id, id)
services.services_description_check CHECK ((length(description) <= 500))
services.services_duration_minutes_check CHECK (((duration_minutes >= 1) AND (duration_minutes <= 1440)))
services.services_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
services.services_name_en_check CHECK ((length(name_en) <= 80))
services.services_pkey PRIMARY KEY (id)
services.services_price_minor_check CHECK ((price_minor >= 0))
staff.staff_company_id_branch_id_fkey FOREIGN KEY (company_id, branch_id) REFERENCES branches(company_id, id)
staff.staff_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
staff.staff_company_id_id_key UNIQUE (company_id, id)
staff.staff_first_name_check CHECK (((length(first_name) >= 1) AND (length(first_name) <= 80)))
staff.staff_last_name_check CHECK ((length(last_name) <= 80))
staff.staff_pkey PRIMARY KEY (id)
staff_hours.staff_hours_check CHECK ((starts_minute < ends_minute))
staff_hours.staff_hours_company_id_staff_id_fkey FOREIGN KEY (company_id, staff_id) REFERENCES staff(company_id, id) ON DELETE CASCADE
staff_hours.staff_hours_ends_minute_check CHECK (((ends_minute >= 1) AND (ends_minute <= 1440)))
staff_hours.staff_hours_pkey PRIMARY KEY (company_id, staff_id, weekday, starts_minute)
staff_hours.staff_hours_starts_minute_check CHECK (((starts_minute >= 0) AND (starts_minute <= 1439)))
staff_hours.staff_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
tasks.tasks_check CHECK ((earliest_at <= due_at))
tasks.tasks_check1 CHECK (((state <> 'escalated'::text) OR (escalated_at IS NOT NULL)))
tasks.tasks_check2 CHECK (((state = ANY (ARRAY['done'::text, 'dropped'::text])) = (closed_at IS NOT NULL)))
tasks.tasks_company_id_appointment_id_fkey FOREIGN KEY (company_id, appointment_id) REFERENCES appointments(company_id, id) ON DELETE CASCADE
tasks.tasks_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE SET NULL (call_id)
tasks.tasks_company_id_customer_id_fkey FOREIGN KEY (company_id, customer_id) REFERENCES customers(company_id, id) ON DELETE SET NULL (customer_id)
tasks.tasks_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
tasks.tasks_company_id_id_key UNIQUE (company_id, id)
tasks.tasks_kind_check CHECK ((kind ~ '^[a-z_]{1,40}$'::text))
tasks.tasks_phone_check CHECK ((phone ~ '^\+[1-9][0-9]{4,14}$'::text))
tasks.tasks_pkey PRIMARY KEY (id)
tasks.tasks_reason_check CHECK ((length(reason) <= 500))
tasks.tasks_state_check CHECK ((state = ANY (ARRAY['open'::text, 'escalated'::text, 'done'::text, 'dropped'::text])))
tasks.tasks_wished_time_check CHECK ((length(wished_time) <= 200))
text_replies.text_replies_company_id_appointment_id_fkey FOREIGN KEY (company_id, appointment_id) REFERENCES appointments(company_id, id) ON DELETE CASCADE
text_replies.text_replies_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
text_replies.text_replies_meaning_check CHECK ((meaning = ANY (ARRAY['yes'::text, 'cancel'::text, 'stop'::text, 'start'::text, 'unclear'::text, 'stranger'::text])))
text_replies.text_replies_pkey PRIMARY KEY (company_id, provider_id)
text_replies.text_replies_provider_id_check CHECK (((length(provider_id) >= 1) AND (length(provider_id) <= 80)))
time_off.time_off_check CHECK ((starts_at < ends_at))
time_off.time_off_company_id_staff_id_fkey FOREIGN KEY (company_id, staff_id) REFERENCES staff(company_id, id) ON DELETE CASCADE
time_off.time_off_pkey PRIMARY KEY (id)
verification_tries.verification_tries_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
verification_tries.verification_tries_pkey PRIMARY KEY (company_id, caller, day)
verification_tries.verification_tries_tries_check CHECK ((tries > 0))
verifications.verifications_company_id_appointment_id_fkey FOREIGN KEY (company_id, appointment_id) REFERENCES appointments(company_id, id) ON DELETE CASCADE
verifications.verifications_company_id_call_id_customer_id_appointment_id_key UNIQUE NULLS NOT DISTINCT (company_id, call_id, customer_id, appointment_id)
verifications.verifications_company_id_call_id_fkey FOREIGN KEY (company_id, call_id) REFERENCES calls(company_id, id) ON DELETE CASCADE
verifications.verifications_company_id_customer_id_fkey FOREIGN KEY (company_id, customer_id) REFERENCES customers(company_id, id) ON DELETE CASCADE
webhook_events.webhook_events_call_reference_check CHECK (((length(call_reference) >= 1) AND (length(call_reference) <= 120)))
webhook_events.webhook_events_company_id_fkey FOREIGN KEY (company_id) REFERENCES companies(id) ON DELETE CASCADE
webhook_events.webhook_events_identity_check CHECK (((length(identity) >= 1) AND (length(identity) <= 200)))
webhook_events.webhook_events_pkey PRIMARY KEY (id)
webhook_events.webhook_events_source_check CHECK ((source = ANY (ARRAY['retell'::text, 'calcom'::text])))
webhook_events.webhook_events_tries_check CHECK ((tries >= 0))
workspaces.workspaces_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
workspaces.workspaces_name_key UNIQUE (name)
workspaces.workspaces_pkey PRIMARY KEY (id)

-- indexes
CREATE INDEX agents_company ON public.agents USING btree (company_id)
CREATE UNIQUE INDEX appointments_calendar_reference ON public.appointments USING btree (company_id, calendar_reference) WHERE (calendar_reference IS NOT NULL)
CREATE INDEX appointments_call ON public.appointments USING btree (company_id, call_id)
CREATE UNIQUE INDEX appointments_code ON public.appointments USING btree (company_id, code) WHERE (state = ANY (ARRAY['booking'::text, 'confirmed'::text, 'unknown'::text, 'pending_approval'::text, 'moving'::text, 'cancelling'::text]))
CREATE INDEX appointments_conflicts ON public.appointments USING btree (company_id, starts_at) WHERE conflicts
CREATE INDEX appointments_customer ON public.appointments USING btree (company_id, customer_id, starts_at, state)
CREATE INDEX appointments_pending_approval ON public.appointments USING btree (company_id, starts_at) WHERE (state = 'pending_approval'::text)
CREATE UNIQUE INDEX appointments_reference ON public.appointments USING btree (company_id, reference)
CREATE INDEX appointments_service ON public.appointments USING btree (company_id, service_id, state, starts_at)
CREATE INDEX appointments_unsettled ON public.appointments USING btree (company_id, created_at) WHERE (state = ANY (ARRAY['booking'::text, 'unknown'::text, 'moving'::text, 'cancelling'::text]))
CREATE INDEX appointments_upcoming ON public.appointments USING btree (company_id, starts_at) WHERE (state = 'confirmed'::text)
CREATE UNIQUE INDEX booking_links_call ON public.booking_links USING btree (company_id, call_id)
CREATE INDEX booking_links_customer ON public.booking_links USING btree (company_id, customer_id)
CREATE UNIQUE INDEX booking_links_token ON public.booking_links USING btree (company_id, token_hash)
CREATE INDEX calcom_webhook_bookings_age ON public.calcom_webhook_bookings USING btree (company_id, received_at)
CREATE INDEX call_contents_age ON public.call_contents USING btree (company_id, received_at)
CREATE INDEX call_steps_call ON public.call_steps USING btree (company_id, call_id, created_at)
CREATE INDEX calls_appointment ON public.calls USING btree (company_id, appointment_id) WHERE (appointment_id IS NOT NULL)
CREATE INDEX calls_branch ON public.calls USING btree (company_id, branch_id, created_at)
CREATE INDEX calls_customer ON public.calls USING btree (company_id, customer_id, created_at)
CREATE INDEX calls_from_number ON public.calls USING btree (company_id, from_number, created_at)
CREATE INDEX calls_ongoing ON public.calls USING btree (company_id, created_at) WHERE (state = 'ongoing'::text)
CREATE INDEX calls_recent ON public.calls USING btree (company_id, created_at)
CREATE INDEX calls_to_wrap_up ON public.calls USING btree (company_id, ended_at) WHERE ((state = 'ended'::text) AND (wrapped_up_at IS NULL))
CREATE INDEX closures_company ON public.closures USING btree (company_id, last_date)
CREATE INDEX customers_folded_name ON public.customers USING btree (company_id, folded_name)
CREATE INDEX customers_last_name_cologne ON public.customers USING btree (company_id, last_name_cologne)
CREATE UNIQUE INDEX customers_phone ON public.customers USING btree (company_id, phone) WHERE ((phone IS NOT NULL) AND (merged_into_id IS NULL))
CREATE INDEX effects_call ON public.effects USING btree (company_id, call_id)
CREATE INDEX holds_call ON public.holds USING btree (company_id, call_id)
CREATE UNIQUE INDEX holds_live_call ON public.holds USING btree (company_id, call_id) WHERE (state = 'live'::text)
CREATE INDEX holds_live_caller ON public.holds USING btree (company_id, caller) WHERE (state = 'live'::text)
CREATE INDEX holds_live_expiry ON public.holds USING btree (company_id, expires_at) WHERE (state = 'live'::text)
CREATE INDEX message_occasions_appointment ON public.message_occasions USING btree (company_id, appointment_id)
CREATE INDEX message_occasions_company ON public.message_occasions USING btree (company_id, "position")
CREATE INDEX message_occasions_task ON public.message_occasions USING btree (company_id, task_id)
CREATE INDEX messages_appointment ON public.messages USING btree (company_id, appointment_id)
CREATE INDEX messages_booking_link ON public.messages USING btree (company_id, booking_link_id)
CREATE INDEX messages_call ON public.messages USING btree (company_id, call_id)
CREATE UNIQUE INDEX messages_change ON public.messages USING btree (company_id, change_key)
CREATE INDEX messages_customer ON public.messages USING btree (company_id, customer_id)
CREATE INDEX messages_day ON public.messages USING btree (company_id, channel, created_at)
CREATE INDEX messages_due ON public.messages USING btree (company_id, next_attempt_at) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text, 'unclear'::text]))
CREATE INDEX messages_recipient ON public.messages USING btree (company_id, recipient, created_at)
CREATE INDEX messages_task ON public.messages USING btree (company_id, task_id)
CREATE INDEX phone_numbers_company ON public.phone_numbers USING btree (company_id)
CREATE INDEX segments_appointment ON public.segments USING btree (company_id, appointment_id) WHERE (appointment_id IS NOT NULL)
CREATE INDEX segments_by_end ON public.segments USING btree (company_id, resource_id, ends_at) INCLUDE (starts_at) WHERE active
CREATE INDEX segments_hold ON public.segments USING btree (company_id, hold_id) WHERE (hold_id IS NOT NULL)
CREATE INDEX service_staff_staff ON public.service_staff USING btree (company_id, staff_id)
CREATE INDEX services_company ON public.services USING btree (company_id) WHERE active
CREATE UNIQUE INDEX services_default ON public.services USING btree (company_id) WHERE is_default
CREATE INDEX staff_branch ON public.staff USING btree (company_id, branch_id) WHERE active
CREATE INDEX staff_first_name_cologne ON public.staff USING btree (company_id, first_name_cologne) WHERE active
CREATE INDEX staff_last_name_cologne ON public.staff USING btree (company_id, last_name_cologne) WHERE active
CREATE INDEX tasks_appointment ON public.tasks USING btree (company_id, appointment_id)
CREATE INDEX tasks_call ON public.tasks USING btree (company_id, call_id)
CREATE INDEX tasks_customer ON public.tasks USING btree (company_id, customer_id)
CREATE INDEX tasks_due ON public.tasks USING btree (company_id, due_at) WHERE (state = 'open'::text)
CREATE UNIQUE INDEX tasks_open_appointment ON public.tasks USING btree (company_id, appointment_id, kind) WHERE ((state = ANY (ARRAY['open'::text, 'escalated'::text])) AND (appointment_id IS NOT NULL))
CREATE UNIQUE INDEX tasks_open_call ON public.tasks USING btree (company_id, call_id, kind) WHERE (state = ANY (ARRAY['open'::text, 'escalated'::text]))
CREATE INDEX tasks_open_phone ON public.tasks USING btree (company_id, phone, created_at) WHERE (state = ANY (ARRAY['open'::text, 'escalated'::text]))
CREATE INDEX text_replies_appointment ON public.text_replies USING btree (company_id, appointment_id)
CREATE INDEX time_off_company ON public.time_off USING btree (company_id, ends_at)
CREATE INDEX webhook_events_age ON public.webhook_events USING btree (company_id, received_at)
CREATE INDEX webhook_events_call ON public.webhook_events USING btree (company_id, call_reference) WHERE (call_reference IS NOT NULL)
CREATE UNIQUE INDEX webhook_events_identity ON public.webhook_events USING btree (company_id, source, identity)
CREATE INDEX webhook_events_waiting ON public.webhook_events USING btree (company_id, source, received_at) WHERE (worked_at IS NULL)

-- policies
agent_settings.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
agent_versions.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
agents.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
agents.routing_reads permissive for select to ringbook_routing using true
appointment_history.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
appointments.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
appointments.routing_reads permissive for select to ringbook_routing using true
booking_links.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
booking_rules.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
branch_hours.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
branches.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
calcom_connections.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
calcom_event_types.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
calcom_polls.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
calcom_syncs.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
calcom_webhook_bookings.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
calendar_attempts.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
calendar_attempts.routing_reads permissive for select to ringbook_routing using true
call_contents.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
call_costs.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
call_settings.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
call_steps.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
calls.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
calls.routing_reads permissive for select to ringbook_routing using true
categories.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
change_questions.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
closures.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
companies.own_company permissive for all to ringbook_app using (id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
companies.routing_reads permissive for select to ringbook_routing using true
customers.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
effects.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
holds.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
message_accounts.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
message_counts.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
message_occasions.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
message_occasions.routing_reads permissive for select to ringbook_routing using true
message_opt_outs.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
message_settings.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
message_templates.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
messages.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
messages.routing_reads permissive for select to ringbook_routing using true
offers.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
pending_changes.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
phone_numbers.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
phone_numbers.routing_reads permissive for select to ringbook_routing using true
segments.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
service_staff.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
services.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
staff.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
staff_hours.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
tasks.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
text_replies.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
time_off.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
verification_tries.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
verifications.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))
webhook_events.own_company permissive for all to ringbook_app using (company_id = ( SELECT (NULLIF(current_setting('app.company_id'::text, true), ''::text))::uuid AS "nullif"))

-- triggers
CREATE TRIGGER facts_deleted AFTER DELETE ON public.agents REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.agents REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.agents REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER appointment_changed AFTER UPDATE OF state, starts_at ON public.appointments FOR EACH ROW WHEN (((new.source <> 'calendar'::text) AND (((old.state <> new.state) AND (new.state = ANY (ARRAY['confirmed'::text, 'pending_approval'::text, 'failed'::text, 'rejected'::text, 'cancelled'::text]))) OR ((old.starts_at <> new.starts_at) AND (new.state = ANY (ARRAY['confirmed'::text, 'pending_approval'::text])))))) EXECUTE FUNCTION note_appointment_changed() [O]
CREATE TRIGGER appointment_made AFTER INSERT ON public.appointments FOR EACH ROW WHEN (((new.source <> 'calendar'::text) AND (new.state = ANY (ARRAY['confirmed'::text, 'pending_approval'::text])))) EXECUTE FUNCTION note_appointment_made() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.booking_rules REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.booking_rules REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.booking_rules REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.branch_hours REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.branch_hours REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.branch_hours REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.branches REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.branches REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.branches REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.calcom_connections REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.calcom_connections REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.calcom_connections REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.calcom_event_types REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.calcom_event_types REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.calcom_event_types REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.categories REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.categories REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.categories REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.closures REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.closures REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.closures REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER company_changed BEFORE UPDATE ON public.companies FOR EACH ROW EXECUTE FUNCTION count_company_change() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.phone_numbers REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.phone_numbers REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.phone_numbers REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.service_staff REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.service_staff REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.service_staff REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.services REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.services REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.services REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.staff REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.staff REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.staff REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.staff_hours REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.staff_hours REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.staff_hours REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER task_changed AFTER UPDATE OF state ON public.tasks FOR EACH ROW WHEN (((old.state <> new.state) AND (('escalated'::text = old.state) OR ('escalated'::text = new.state)))) EXECUTE FUNCTION note_task() [O]
CREATE TRIGGER task_made AFTER INSERT ON public.tasks FOR EACH ROW EXECUTE FUNCTION note_task() [O]
CREATE TRIGGER facts_deleted AFTER DELETE ON public.time_off REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_inserted AFTER INSERT ON public.time_off REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]
CREATE TRIGGER facts_updated AFTER UPDATE ON public.time_off REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION count_facts_change() [O]

-- functions
CREATE OR REPLACE FUNCTION public.active_companies()
 RETURNS TABLE(id uuid, slug text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
      select c.id, c.slug from companies c where c.active order by c.slug
    $function$

-- owned by ringbook_routing, granted: execute to ringbook_app
CREATE OR REPLACE FUNCTION public.all_companies()
 RETURNS TABLE(id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
      select c.id from companies c order by c.slug
    $function$

-- owned by ringbook_routing, granted: execute to ringbook_app
CREATE OR REPLACE FUNCTION public.companies_with_messages(at timestamp with time zone)
 RETURNS TABLE(id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
      select o.company_id from message_occasions o
      union
      select m.company_id from messages m where m.state in ('queued', 'sending', 'unclear') and m.next_attempt_at <= at
    $function$

-- owned by ringbook_routing, granted: execute to ringbook_app
CREATE OR REPLACE FUNCTION public.count_company_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      new.facts_version := greatest(new.facts_version, old.facts_version + 1);
      return new;
    end $function$

-- owned by the owner
CREATE OR REPLACE FUNCTION public.count_facts_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      update companies set facts_version = facts_version + 1 where id in (select distinct company_id from changed_rows);
      return null;
    end $function$

-- owned by the owner
CREATE OR REPLACE FUNCTION public.note_appointment_changed()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into message_occasions (company_id, appointment_id, version, from_state, to_state, is_moved, was_unknown)
        values (new.company_id, new.id, new.version, old.state, new.state, old.starts_at <> new.starts_at,
          old.state = 'unknown' or old.state in ('moving', 'cancelling') and exists (select from pending_changes p
            where p.company_id = new.company_id and p.appointment_id = new.id and p.unknown_since is not null));
      return null;
    end $function$

-- owned by the owner
CREATE OR REPLACE FUNCTION public.note_appointment_made()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into message_occasions (company_id, appointment_id, version, to_state)
        values (new.company_id, new.id, new.version, new.state);
      return null;
    end $function$

-- owned by the owner
CREATE OR REPLACE FUNCTION public.note_task()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into message_occasions (company_id, task_id, from_state, to_state)
        values (new.company_id, new.id, case when tg_op = 'UPDATE' then old.state end, new.state);
      return null;
    end $function$

-- owned by the owner
CREATE OR REPLACE PROCEDURE public.protect_company_table(IN company_table regclass, IN company_column text DEFAULT 'company_id'::text)
 LANGUAGE plpgsql
AS $procedure$
    begin
      execute format('alter table %s enable row level security', company_table);
      execute format('alter table %s force row level security', company_table);
      execute format(
        'create policy own_company on %s to ringbook_app using (%I = (select nullif(current_setting(''app.company_id'', true), '''')::uuid))',
        company_table, company_column);
      execute format('grant select, insert, update, delete on %s to ringbook_app', company_table);
    end $procedure$

-- owned by the owner
CREATE OR REPLACE FUNCTION public.route_call(call_reference text, metadata_company uuid, our_number text, agent_reference text)
 RETURNS TABLE(company_id uuid, branch_id uuid, workspace_id uuid, agent_id uuid, language text, known_by text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
      with agent as (
        select a.id, a.company_id, a.branch_id, a.workspace_id, a.language
        from agents a where a.retell_agent_id = agent_reference
      ), found as (
        select 1 as rank, c.company_id, null::uuid as branch_id, c.workspace_id, 'call' as known_by
          from calls c where c.retell_call_id = call_reference
        union all
        (select 2, n.company_id, case when n.number = our_number then n.branch_id end, n.workspace_id, 'metadata'
          from phone_numbers n where n.company_id = metadata_company and n.kind = 'line'
          order by n.number = our_number desc limit 1)
        union all
        select 3, n.company_id, n.branch_id, n.workspace_id, 'number'
          from phone_numbers n where n.number = our_number and n.kind = 'line'
        union all
        select 4, a.company_id, a.branch_id, a.workspace_id, 'agent' from agent a
      )
      select f.company_id, f.branch_id, f.workspace_id,
        case when a.company_id = f.company_id then a.id end, case when a.company_id = f.company_id then a.language end,
        f.known_by
      from found f join companies c on c.id = f.company_id and c.active left join agent a on true
      order by f.rank limit 1
    $function$

-- owned by ringbook_routing, granted: execute to ringbook_app
CREATE OR REPLACE FUNCTION public.route_dialled(dialled text, signer uuid)
 RETURNS TABLE(company_id uuid, branch_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
      select n.company_id, n.branch_id
      from phone_numbers n join companies c on c.id = n.company_id and c.active
      where n.number = dialled and (
        exists (select from phone_numbers own where own.company_id = n.company_id and own.workspace_id = signer)
        or exists (select from agents a where a.company_id = n.company_id and a.workspace_id = signer))
    $function$

-- owned by ringbook_routing, granted: execute to ringbook_app
CREATE OR REPLACE FUNCTION public.unsettled_companies()
 RETURNS TABLE(id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
      select a.company_id from appointments a where a.state in ('booking', 'unknown', 'moving', 'cancelling')
      union
      select c.company_id from calendar_attempts c
    $function$

-- owned by ringbook_routing, granted: execute to ringbook_app
CREATE OR REPLACE PROCEDURE public.watch_facts_table(IN facts_table regclass)
 LANGUAGE plpgsql
AS $procedure$
    begin
      execute format('create trigger facts_inserted after insert on %s referencing new table as changed_rows
        for each statement execute function count_facts_change()', facts_table);
      execute format('create trigger facts_updated after update on %s referencing new table as changed_rows
        for each statement execute function count_facts_change()', facts_table);
      execute format('create trigger facts_deleted after delete on %s referencing old table as changed_rows
        for each statement execute function count_facts_change()', facts_table);
    end $procedure$

-- owned by the owner
