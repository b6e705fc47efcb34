/** The center's words: what the ids of the configuration are called. The rules themselves are in the journal. */
export const words = `
create table user_account (
  center_id text not null,
  agent_id text not null,
  username text not null,
  first_name text not null,
  last_name text not null,
  nickname text not null,
  extension text,
  photo_file_id text,
  password_hash text,
  primary key (center_id, agent_id)
);
create unique index user_account_by_username on user_account (center_id, lower(username));

create table service_words (
  center_id text not null,
  service_id text not null,
  name text not null,
  primary key (center_id, service_id)
);

create table entry_words (
  center_id text not null,
  entry_id text not null,
  name text not null,
  mark text not null check (mark in ('mobile', 'web')),
  phone_number_required boolean not null,
  parameters jsonb not null,
  primary key (center_id, entry_id)
);

create table reason_words (
  center_id text not null,
  reason_id text not null,
  name text not null,
  icon text not null,
  primary key (center_id, reason_id)
);

create table disposition_words (
  center_id text not null,
  disposition_id text not null,
  name text not null,
  primary key (center_id, disposition_id)
);

create table skill_words (
  center_id text not null,
  skill_id text not null,
  name text not null,
  primary key (center_id, skill_id)
);
`;
