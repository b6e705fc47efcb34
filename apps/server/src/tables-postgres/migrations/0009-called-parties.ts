/** Numbers that agents call into a call: content, under the id that the core knows of them. */
export const calledParties = `
create table called_party (
  center_id text not null,
  interaction_id text not null,
  leg_id text not null,
  number text not null,
  name text not null,
  at bigint not null,
  erased_at bigint,
  primary key (center_id, interaction_id, leg_id)
);
alter table called_party enable row level security;
alter table called_party force row level security;
create policy one_center on called_party using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on called_party to patchbay_app;

alter function append_rare_content(text, jsonb) rename to append_content_before_called_parties;
create function append_rare_content(p_center text, rare jsonb) returns void language plpgsql as $rare$
begin
  perform append_content_before_called_parties(p_center, rare);
  insert into called_party (center_id, interaction_id, leg_id, number, name, at)
  select p_center, c."interactionId", c."legId", c.number, c.name, c.at
    from jsonb_to_recordset(rare->'calledParties')
      as c("interactionId" text, "legId" text, number text, name text, at bigint)
  on conflict (center_id, interaction_id, leg_id) do update set number = excluded.number, name = excluded.name;
end $rare$;

revoke all on function append_rare_content(text, jsonb) from public;
grant execute on function append_rare_content(text, jsonb) to patchbay_app;
`;
