/**
 * Contacts as agents change them: what is kept besides, who changed what, and merges with what they moved (decisions 0224
 * and 0225).
 */
export const contactRecords = `
alter table contact
  add column version integer not null default 0,
  add column details jsonb,
  add column merged_into text;
comment on column contact.version is '0: never changed by hand';
create index contact_by_merged on contact (center_id, merged_into) where merged_into is not null;

create table contact_change (
  center_id text not null,
  change_id text not null,
  contact_id text not null,
  at bigint not null,
  number bigint generated always as identity,
  change jsonb not null,
  primary key (center_id, change_id, contact_id)
);
create index contact_change_by_contact on contact_change (center_id, contact_id, number desc);

create table contact_merge (
  center_id text not null,
  merge_id text not null,
  from_id text not null,
  into_id text not null,
  at bigint not null,
  by_agent_id text not null,
  before jsonb not null,
  after jsonb not null,
  interaction_ids text[] not null,
  follow_up_ids text[] not null,
  client_keys text[] not null,
  merged_ids text[] not null,
  undone_at bigint,
  undone_by text,
  primary key (center_id, merge_id)
);
comment on column contact_merge.merged_ids is 'contacts that had been merged into the one that was merged';
create index contact_merge_by_into on contact_merge (center_id, into_id, at desc);
create index follow_up_of_contact on follow_up (center_id, contact_id);
create index contact_client_by_contact on contact_client (center_id, contact_id);

do $$
declare
  name text;
begin
  foreach name in array array['contact_change', 'contact_merge'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_center on %I using (center_id = current_setting(''patchbay.center'', true))'
      ' with check (center_id = current_setting(''patchbay.center'', true))', name);
    execute format('grant select, insert, update on %I to patchbay_app', name);
  end loop;
end $$;

alter function append_rare_content(text, jsonb) rename to append_content_before_contact_records;
create function append_rare_content(p_center text, rare jsonb) returns void language plpgsql as $rare$
declare
  stale text[];
  fresh jsonb;
  one jsonb;
  moved_interactions text[];
  moved_follow_ups text[];
  moved_clients text[];
  moved_merged text[];
  known contact_merge;
begin
  -- The same rule as isOlder in center/append-plan.ts.
  select coalesce(array_agg(k.contact_id), '{}') into stale
    from jsonb_array_elements(coalesce(rare->'contacts', '[]')) as c(value)
    join contact k on k.center_id = p_center and k.contact_id = c.value->>'contactId'
   where k.version > 0 and k.version >= coalesce((c.value->'record'->>'version')::integer, 0);
  -- A merge is done whole or not at all.
  select stale || coalesce(array_agg(x), '{}') into stale
    from jsonb_array_elements(coalesce(rare->'contactMerges', '[]')) as m(value),
         unnest(array[m.value->>'fromId', m.value->>'intoId']) as x
   where m.value->>'fromId' = any (stale) or m.value->>'intoId' = any (stale);
  select coalesce(jsonb_agg(c.value), '[]') into fresh
    from jsonb_array_elements(coalesce(rare->'contacts', '[]')) as c(value)
   where c.value->>'contactId' <> all (stale);

  perform append_content_before_contact_records(p_center, rare || jsonb_build_object('contacts', fresh));

  update contact k
     set version = (c.value->'record'->>'version')::integer,
         details = (c.value->'record') - 'version' - 'mergedInto',
         merged_into = c.value->'record'->>'mergedInto'
    from jsonb_array_elements(fresh) as c(value)
   where k.center_id = p_center and k.contact_id = c.value->>'contactId' and c.value ? 'record';
  insert into contact_change (center_id, change_id, contact_id, at, change)
  select p_center, c.value->'change'->>'changeId', c.value->>'contactId', (c.value->'change'->>'at')::bigint,
         c.value->'change'
    from jsonb_array_elements(fresh) as c(value) where c.value ? 'change'
  on conflict do nothing;

  for one in select m.value from jsonb_array_elements(coalesce(rare->'contactMerges', '[]')) as m(value) loop
    continue when one->>'fromId' = any (stale) or one->>'intoId' = any (stale);
    with moved as (update interaction set contact_id = one->>'intoId'
       where center_id = p_center and contact_id = one->>'fromId' returning interaction_id)
    select coalesce(array_agg(interaction_id), '{}') into moved_interactions from moved;
    with moved as (update follow_up set contact_id = one->>'intoId'
       where center_id = p_center and contact_id = one->>'fromId' returning follow_up_id)
    select coalesce(array_agg(follow_up_id), '{}') into moved_follow_ups from moved;
    with moved as (update contact_client set contact_id = one->>'intoId'
       where center_id = p_center and contact_id = one->>'fromId' returning client_key)
    select coalesce(array_agg(client_key), '{}') into moved_clients from moved;
    with moved as (update contact set merged_into = one->>'intoId'
       where center_id = p_center and merged_into = one->>'fromId' returning contact_id)
    select coalesce(array_agg(contact_id), '{}') into moved_merged from moved;
    insert into contact_merge (center_id, merge_id, from_id, into_id, at, by_agent_id, before, after,
        interaction_ids, follow_up_ids, client_keys, merged_ids)
    values (p_center, one->>'mergeId', one->>'fromId', one->>'intoId', (one->>'at')::bigint, one->>'by',
            one->'before', one->'after', moved_interactions, moved_follow_ups, moved_clients, moved_merged)
    on conflict do nothing;
  end loop;

  for one in select m.value from jsonb_array_elements(coalesce(rare->'contactUnmerges', '[]')) as m(value) loop
    continue when one->>'fromId' = any (stale);
    update contact_merge set undone_at = (one->>'at')::bigint, undone_by = one->>'by'
     where center_id = p_center and merge_id = one->>'mergeId' and undone_at is null
    returning * into known;
    continue when known.merge_id is null;
    update interaction set contact_id = known.from_id
     where center_id = p_center and interaction_id = any (known.interaction_ids) and contact_id = known.into_id;
    update follow_up set contact_id = known.from_id
     where center_id = p_center and follow_up_id = any (known.follow_up_ids) and contact_id = known.into_id;
    update contact_client set contact_id = known.from_id
     where center_id = p_center and client_key = any (known.client_keys) and contact_id = known.into_id;
    update contact set merged_into = known.from_id
     where center_id = p_center and contact_id = any (known.merged_ids) and merged_into = known.into_id;
  end loop;
end $rare$;
revoke all on function append_rare_content(text, jsonb) from public;
grant execute on function append_rare_content(text, jsonb) to patchbay_app;
`;
