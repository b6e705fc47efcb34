/** What each user has chosen of the desk's ways. Decision 0234. */
export const preferences = `
create table preference (
  center_id text not null,
  agent_id text not null,
  chosen jsonb not null,
  primary key (center_id, agent_id)
);
comment on column preference.chosen is 'by field, only what was changed; its shape is checked by whoever reads it';

alter table preference enable row level security;
alter table preference force row level security;
create policy one_center on preference using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update on preference to patchbay_app;
`;
