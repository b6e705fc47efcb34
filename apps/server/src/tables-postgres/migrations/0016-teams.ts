/** What teams are called. */
export const teams = `
create table team_words (
  center_id text not null,
  team_id text not null,
  name text not null,
  primary key (center_id, team_id)
);
alter table team_words enable row level security;
alter table team_words force row level security;
create policy one_center on team_words using (center_id = current_setting('patchbay.center', true))
 with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on team_words to patchbay_app;
`;
