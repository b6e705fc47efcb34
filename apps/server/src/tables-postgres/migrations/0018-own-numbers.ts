/** The number outside at which an agent can be reached: the agent's phone, and where colleagues' calls go on to. */
export const ownNumbers = `
create table own_number (
  center_id text not null,
  agent_id text not null,
  number text not null,
  primary key (center_id, agent_id)
);
alter table own_number enable row level security;
alter table own_number force row level security;
create policy one_center on own_number using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on own_number to patchbay_app;
`;
