/** Keys of programs. Decision 0315. */
export const apiKeys = `
create table api_key (
  center_id text not null,
  key_id text not null,
  prefix text not null,
  hash bytea not null,
  form jsonb not null,
  created_at bigint not null,
  created_by text not null,
  last_used_at bigint,
  revoked_at bigint,
  revoked_by text,
  primary key (center_id, key_id)
);
create unique index api_key_prefix on api_key (center_id, prefix);
comment on column api_key.hash is 'SHA-256 of the whole key: it is random, and told once';

alter table api_key enable row level security;
alter table api_key force row level security;
create policy one_center on api_key using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update on api_key to patchbay_app;
`;
