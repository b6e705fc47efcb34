/** Logs that desks have sent to their administrators. Decision 0242. */
export const clientLogs = `
create table client_log (
  center_id text not null,
  log_id text not null,
  sent_at bigint not null,
  agent_id text not null,
  comment text not null,
  entries integer not null,
  errors integer not null,
  log jsonb not null,
  server jsonb not null,
  primary key (center_id, log_id)
);
create index client_log_newest on client_log (center_id, sent_at desc);
comment on column client_log.log is 'clientLogSchema of the protocol: closed forms alone, no content and no names';
comment on column client_log.server is 'what the server refused to the same agent in the time of the log';

alter table client_log enable row level security;
alter table client_log force row level security;
create policy one_center on client_log using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, delete on client_log to patchbay_app;
`;
