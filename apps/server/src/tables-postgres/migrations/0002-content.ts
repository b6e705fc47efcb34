/** Content: primary data that people wrote or are called by. Erasable; `erased_at` is the tombstone. */
export const content = `
create table message (
  center_id text not null,
  interaction_id text not null,
  seq bigint not null,
  message_id text not null,
  at bigint not null,
  sender text not null,
  party_id text,
  audience text not null check (audience in ('all', 'team')),
  body jsonb not null,
  client_message_id text,
  delivered_at bigint,
  read_at bigint,
  erased_at bigint,
  primary key (center_id, interaction_id, seq),
  unique (center_id, message_id)
) with (fillfactor = 80);
comment on column message.seq is 'of the journal''s event that says it was sent';
comment on column message.sender is 'customer, or the id of an agent';

create table interaction_data (
  center_id text not null,
  interaction_id text not null,
  -- json and not jsonb: what the app sent is shown in its order
  data json not null,
  erased_at bigint,
  primary key (center_id, interaction_id)
);

create table note (
  center_id text not null,
  interaction_id text not null,
  agent_id text not null,
  text text not null,
  updated_at bigint not null,
  erased_at bigint,
  primary key (center_id, interaction_id, agent_id)
);

create table draft (
  center_id text not null,
  interaction_id text not null,
  agent_id text not null,
  text text not null,
  audience text not null check (audience in ('all', 'team')),
  version bigint not null,
  updated_at bigint not null,
  primary key (center_id, agent_id, interaction_id)
);
comment on column draft.text is 'empty: removed, the row stays so that an older version is still known as older';

create table transfer_note (
  center_id text not null,
  interaction_id text not null,
  number bigint generated always as identity,
  by_agent_id text not null,
  text text not null,
  at bigint not null,
  erased_at bigint,
  primary key (center_id, interaction_id, number)
);

create table contact (
  center_id text not null,
  contact_id text not null,
  first_name text not null,
  last_name text not null,
  phones text[] not null,
  emails text[] not null,
  account text,
  created_at bigint not null,
  erased_at bigint,
  primary key (center_id, contact_id)
);

-- A table of its own and not an array with a GIN index: under row level security the planner uses an index
-- only through leakproof operators, which text equality is and array containment is not.
create table contact_phone (
  center_id text not null,
  e164 text not null,
  contact_id text not null,
  primary key (center_id, e164, contact_id)
);
create index contact_phone_by_contact on contact_phone (center_id, contact_id);

create table contact_client (
  center_id text not null,
  client_key text not null,
  contact_id text not null,
  primary key (center_id, client_key)
);

create table file (
  center_id text not null,
  file_id text not null,
  sha256 text not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  width integer,
  height integer,
  interaction_id text,
  uploaded_by text not null,
  created_at bigint not null,
  erased_at bigint,
  primary key (center_id, file_id)
);
create index file_by_bytes on file (center_id, sha256);

create table file_use (
  center_id text not null,
  file_id text not null,
  interaction_id text not null,
  message_id text not null,
  primary key (center_id, file_id, interaction_id, message_id)
);
create index file_use_by_interaction on file_use (center_id, interaction_id);

create table push_subscription (
  center_id text not null,
  client_key text not null,
  interaction_id text not null,
  kind text not null,
  token jsonb not null,
  created_at bigint not null,
  primary key (center_id, client_key, interaction_id, kind)
);
`;
