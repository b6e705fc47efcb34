/**
 * Walls between centers. Every table with a center_id shows and takes only the rows of the center that the
 * transaction names, for the owner too (FORCE). The journal can be read and added to, nothing else.
 */
export const walls = `
do $$
begin
  if not exists (select from pg_roles where rolname = 'patchbay_app') then
    create role patchbay_app nologin nosuperuser nobypassrls;
  end if;
end $$;

do $$
declare
  name text;
begin
  for name in
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attname = 'center_id'
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_center on %I using (center_id = current_setting(''patchbay.center'', true))'
      ' with check (center_id = current_setting(''patchbay.center'', true))', name);
    execute format('grant select, insert, update, delete on %I to patchbay_app', name);
  end loop;
end $$;

revoke update, delete on journal from patchbay_app;
revoke delete on center_writer from patchbay_app;

-- The directory of centers is read before any center is known; it is changed only from inside its own.
alter table center enable row level security;
alter table center force row level security;
create policy directory on center for select using (true);
create policy one_center on center using (id = current_setting('patchbay.center', true))
  with check (id = current_setting('patchbay.center', true));
grant select, insert, update on center to patchbay_app;
`;
