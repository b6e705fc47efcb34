/** What agents of a service see of other systems beside an interaction. Decision 0226. */
export const screenPop = `
create table screen_pop (
  center_id text not null,
  service_id text not null,
  version integer not null,
  form jsonb not null,
  changed_at bigint not null,
  changed_by text not null,
  primary key (center_id, service_id)
);
alter table screen_pop enable row level security;
alter table screen_pop force row level security;
create policy one_center on screen_pop using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update on screen_pop to patchbay_app;
`;
