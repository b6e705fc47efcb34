/** Signed-in seats, and failed attempts to sign in. A session's token is stored only as its digest. */
export const accounts = `
create table session (
  center_id text not null,
  token_hash text not null,
  session_id text not null,
  agent_id text not null,
  seat text not null,
  created_at bigint not null,
  expires_at bigint not null,
  last_seen_at bigint not null,
  primary key (center_id, token_hash),
  unique (center_id, session_id)
);
create index session_by_agent on session (center_id, agent_id);

create table login_failure (
  center_id text not null,
  subject text not null,
  failures integer not null,
  first_at bigint not null,
  last_at bigint not null,
  primary key (center_id, subject)
);
comment on column login_failure.subject is 'what is counted: a user name or an address, with its kind before a colon';
`;
