/** The number outside to which colleagues' calls to an agent go on: another than that of the agent's phone. */
export const forwardNumbers = `
create table forward_number (
  center_id text not null,
  agent_id text not null,
  number text not null,
  primary key (center_id, agent_id)
);
alter table forward_number enable row level security;
alter table forward_number force row level security;
create policy one_center on forward_number using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on forward_number to patchbay_app;
`;
