/**
 * The telephone network as administrators set it (decision 0135): trunks, desk phones, the dial plan, and whom nobody
 * calls. Passwords are sealed with a key that is not in the database.
 */
export const network = `
create table network_setup (
  center_id text not null,
  revision bigint not null,
  plan jsonb,
  doors jsonb,
  primary key (center_id)
);
comment on column network_setup.plan is 'null: what comes with a new center';

create table network_trunk (
  center_id text not null,
  trunk_id text not null,
  body jsonb not null,
  password bytea,
  changed_at bigint not null,
  changed_by text not null,
  primary key (center_id, trunk_id)
);

create table network_account (
  center_id text not null,
  user_name text not null,
  body jsonb not null,
  password bytea not null,
  changed_at bigint not null,
  changed_by text not null,
  primary key (center_id, user_name)
);
create unique index network_account_by_name on network_account (center_id, lower(user_name));
comment on column network_account.password is 'sealed H(user:realm:password), one for each algorithm';

create table do_not_call (
  center_id text not null,
  number text collate "C" not null,
  reason text not null,
  added_by text not null,
  since bigint not null,
  primary key (center_id, number)
);

do $$
declare
  name text;
begin
  foreach name in array array['network_setup', 'network_trunk', 'network_account', 'do_not_call']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_center on %I using (center_id = current_setting(''patchbay.center'', true))'
      ' with check (center_id = current_setting(''patchbay.center'', true))', name);
    execute format('grant select, insert, update, delete on %I to patchbay_app', name);
  end loop;
end $$;
`;
