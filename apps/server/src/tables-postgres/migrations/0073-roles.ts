/** Own roles: what they are called and what they include. Who has one stands in the journal. Decision 0285. */
export const roles = `
create table role_words (
  center_id text not null,
  role_id text not null,
  name text not null,
  base text not null,
  privileges jsonb not null,
  primary key (center_id, role_id)
);
alter table role_words enable row level security;
alter table role_words force row level security;
create policy one_center on role_words using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on role_words to patchbay_app;

alter function append_words(text, jsonb) rename to append_words_before_roles;
create function append_words(p_center text, words jsonb) returns void language plpgsql as $words$
declare
  one jsonb;
begin
  perform append_words_before_roles(p_center, coalesce(
    (select jsonb_agg(w.value order by w.place) from jsonb_array_elements(words) with ordinality as w(value, place)
      where w.value->>'table' <> 'role_words'), '[]'));
  for one in select w.value from jsonb_array_elements(words) with ordinality as w(value, place)
              where w.value->>'table' = 'role_words' order by w.place loop
    if jsonb_typeof(one->'words') = 'null' then
      delete from role_words where center_id = p_center and role_id = one->>'roleId';
    else
      insert into role_words (center_id, role_id, name, base, privileges)
      values (p_center, one->>'roleId', one->'words'->>'name', one->'words'->>'base', one->'words'->'privileges')
      on conflict (center_id, role_id) do update
         set name = excluded.name, base = excluded.base, privileges = excluded.privileges;
    end if;
  end loop;
end $words$;
revoke all on function append_words(text, jsonb) from public;
grant execute on function append_words(text, jsonb) to patchbay_app;
`;
