/**
 * The journal and what is derived from it in the same transaction. Moments are milliseconds since 1970 UTC, as
 * in the core; the center's id comes first in every key, so that one center's rows lie together.
 */
export const journal = `
create table center (
  id text primary key,
  company text not null,
  hosts text[] not null default '{}'
);
comment on column center.hosts is 'host names of tenantUrl and of the desk, lower case, without port';

create table center_writer (
  center_id text primary key,
  epoch bigint not null default 0,
  last_seq bigint not null default 0,
  owner text,
  last_seen_at bigint
) with (fillfactor = 50);
comment on column center_writer.epoch is 'grows with every opening; an append of an earlier epoch changes nothing';
comment on column center_writer.owner is 'for people: who writes, host, process and since when';

create table journal (
  center_id text not null,
  seq bigint not null check (seq > 0),
  at bigint not null,
  type text not null,
  version integer not null,
  interaction_id text,
  body jsonb not null,
  primary key (center_id, seq)
);
create index journal_by_interaction on journal (center_id, interaction_id, seq) where interaction_id is not null;

create table idempotency (
  center_id text not null,
  key text not null,
  result jsonb,
  at bigint not null,
  primary key (center_id, key)
);
create index idempotency_by_age on idempotency (center_id, at);

create table interaction (
  center_id text not null,
  interaction_id text not null,
  contact_id text not null,
  client_key text not null,
  entry_id text not null,
  service_id text not null,
  requested_service_id text,
  channel text not null,
  case_number bigint not null,
  status text not null check (status in ('open', 'ended', 'completed')),
  started_seq bigint not null,
  started_at bigint not null,
  answered_at bigint,
  ended_at bigint,
  end_cause text,
  disposition_id text,
  agent_ids text[] not null default '{}',
  message_count integer not null default 0,
  primary key (center_id, interaction_id)
) with (fillfactor = 80);
create index interaction_by_contact on interaction (center_id, contact_id, started_seq desc);
create index interaction_by_case on interaction (center_id, case_number, started_seq);
create index interaction_by_client on interaction (center_id, client_key, started_seq desc);

create table snapshot (
  center_id text not null,
  seq bigint not null,
  schema_version integer not null,
  hash text not null,
  state bytea not null,
  made_at timestamptz not null default now(),
  primary key (center_id, seq)
);
comment on column snapshot.state is 'JSON of the core''s serializeState, gzip';

create table poll_position (
  center_id text not null,
  interaction_id text not null,
  seq bigint not null,
  primary key (center_id, interaction_id)
) with (fillfactor = 50);
`;
