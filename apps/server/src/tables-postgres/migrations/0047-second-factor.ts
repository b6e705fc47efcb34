/** Second factors of logins, their recovery codes, and what a session's browser calls itself. Decision 0230. */
export const secondFactor = `
alter table session add column browser text;
comment on column session.browser is 'such as "Firefox on Linux"; its user agent is not kept';

create table second_factor (
  center_id text not null,
  agent_id text not null,
  secret bytea not null,
  confirmed_at bigint,
  last_step bigint not null,
  primary key (center_id, agent_id)
);
comment on column second_factor.secret is 'sealed: AES-256-GCM with the key DATA_DIR/secrets/second-factor';
comment on column second_factor.confirmed_at is 'null: shown, and not confirmed by a code yet; it does not count';
comment on column second_factor.last_step is 'of RFC 6238, the newest whose code was used: no code is taken twice';

create table recovery_code (
  center_id text not null,
  agent_id text not null,
  code_hash text not null,
  used_at bigint,
  primary key (center_id, agent_id, code_hash)
);
comment on column recovery_code.code_hash is 'SHA-256 of 80 random bits';

alter table second_factor enable row level security;
alter table second_factor force row level security;
create policy one_center on second_factor using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on second_factor to patchbay_app;
alter table recovery_code enable row level security;
alter table recovery_code force row level security;
create policy one_center on recovery_code using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on recovery_code to patchbay_app;
`;
