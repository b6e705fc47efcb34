/**
 * What interactions are looked up by: one row for each with its words and its filters as lexemes (interaction-search/
 * search-words.ts), kept beside the journal by a follower. Decision 0282.
 *
 * Under row level security the planner uses an index only through leakproof operators, which a match of words is not. So
 * this table is nobody's but the owner's: the server's role has no right to it and asks the functions below, which see
 * the rows of the center that the transaction names and no other.
 */
export const searchIndex = `
create table search_row (
  center_id text not null,
  interaction_id text not null,
  started_at bigint not null,
  length bigint not null,
  words tsvector not null,
  primary key (center_id, interaction_id)
);
create index search_row_by_time on search_row (center_id, started_at, interaction_id);
create index search_row_by_length on search_row (center_id, length, interaction_id);
create index search_row_by_words on search_row using gin (words);
alter table search_row enable row level security;
create policy one_center on search_row using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
revoke all on search_row from public;

create table search_position (
  center_id text not null,
  seq bigint not null,
  primary key (center_id)
);
create table search_dirty (
  center_id text not null,
  interaction_id text not null,
  primary key (center_id, interaction_id)
);
comment on table search_dirty is 'changed beside the journal: a customer''s name, say, or something erased';
do $$
declare
  name text;
begin
  foreach name in array array['search_position', 'search_dirty'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_center on %I using (center_id = current_setting(''patchbay.center'', true))'
      ' with check (center_id = current_setting(''patchbay.center'', true))', name);
    execute format('grant select, insert, update, delete on %I to patchbay_app', name);
  end loop;
end $$;

create function search_contact_changed() returns trigger language plpgsql as $changed$
begin
  insert into search_dirty (center_id, interaction_id)
  select i.center_id, i.interaction_id from interaction i
   where i.center_id = new.center_id and i.contact_id = new.contact_id
  on conflict do nothing;
  return null;
end $changed$;
create trigger search_contact_changed after update on contact for each row
  when (old is distinct from new) execute function search_contact_changed();

create function search_erased() returns trigger language plpgsql as $erased$
begin
  insert into search_dirty (center_id, interaction_id) values (new.center_id, new.interaction_id)
  on conflict do nothing;
  return null;
end $erased$;
create trigger search_erased after update of erased_at on message for each row
  when (old.erased_at is distinct from new.erased_at) execute function search_erased();
create trigger search_erased after update of erased_at on note for each row
  when (old.erased_at is distinct from new.erased_at) execute function search_erased();
create trigger search_erased after update of erased_at on interaction_data for each row
  when (old.erased_at is distinct from new.erased_at) execute function search_erased();

create function put_search_rows(p_rows jsonb) returns void
language plpgsql security definer set search_path from current as $put$
begin
  insert into search_row (center_id, interaction_id, started_at, length, words)
  select current_setting('patchbay.center'), r."interactionId", r."startedAt", r.length, array_to_tsvector(r.words)
    from jsonb_to_recordset(p_rows) as r("interactionId" text, "startedAt" bigint, length bigint, words text[])
  on conflict (center_id, interaction_id) do update
     set started_at = excluded.started_at, length = excluded.length, words = excluded.words;
end $put$;

-- Ids in the order of the sort, after the given place. Few in the span: all of them are looked at. Else the first
-- 20,000 in order, where what is common is found at once; what is not there is rare, and found by its words.
create function search_candidates(
  p_query text, p_from bigint, p_to bigint, p_sort text, p_place bigint, p_id text, p_limit integer
) returns table (interaction_id text, place bigint)
language plpgsql stable security definer set search_path from current as $candidates$
#variable_conflict use_column
declare
  center constant text := current_setting('patchbay.center');
  query constant tsquery := nullif(p_query, '')::tsquery;
  near constant integer := 20000;
  sort_column text := case p_sort when 'longest' then 'length' else 'started_at' end;
  direction text := case p_sort when 'oldest' then 'asc' else 'desc' end;
  beyond text := '';
  matches text := case when query is null then '' else 'and r.words @@ $4' end;
  ordered text;
  ids text[];
  places bigint[];
  span integer;
begin
  if p_place is not null then
    beyond := format('and (r.%I, r.interaction_id) %s ($5, $6)', sort_column, case p_sort when 'oldest' then '>' else '<' end);
  end if;
  ordered := format('order by place %1$s, interaction_id %1$s', direction);
  select count(*) into span from (
    select from search_row r where r.center_id = center and r.started_at >= p_from and r.started_at < p_to
     limit near + 1) few;
  if span <= near then
    return query execute format(
      'with r as materialized (select * from search_row
          where center_id = $1 and started_at >= $2 and started_at < $3)
       select r.interaction_id, r.%I as place from r where true %s %s %s limit $7', sort_column, matches, beyond, ordered)
      using center, p_from, p_to, query, p_place, p_id, p_limit;
    return;
  end if;
  execute format(
    'select array_agg(f.interaction_id), array_agg(f.place) from (
       select r.interaction_id, r.place from (
         select r.interaction_id, r.%1$I as place, r.words from search_row r
          where r.center_id = $1 and r.started_at >= $2 and r.started_at < $3 %2$s
          order by r.%1$I %3$s, r.interaction_id %3$s limit $8) r
        where true %4$s limit $7) f', sort_column, beyond, direction, matches)
    into ids, places using center, p_from, p_to, query, p_place, p_id, p_limit, near;
  if query is null or coalesce(array_length(ids, 1), 0) >= p_limit then
    return query select * from unnest(ids, places);
    return;
  end if;
  return query execute format(
    'with r as materialized (select interaction_id, started_at, length from search_row r
        where r.center_id = $1 and r.started_at >= $2 and r.started_at < $3 and r.words @@ $4)
     select r.interaction_id, r.%I as place from r where true %s %s limit $7', sort_column, beyond, ordered)
    using center, p_from, p_to, query, p_place, p_id, p_limit;
end $candidates$;

create function search_count(p_query text, p_from bigint, p_to bigint, p_max integer) returns integer
language plpgsql stable security definer set search_path from current as $count$
declare
  query constant tsquery := nullif(p_query, '')::tsquery;
  found integer;
begin
  execute format(
    'select count(*)::int from (select from search_row r
        where r.center_id = $1 and r.started_at >= $2 and r.started_at < $3 %s limit $5) r',
    case when query is null then '' else 'and r.words @@ $4' end)
    into found using current_setting('patchbay.center'), p_from, p_to, query, p_max;
  return found;
end $count$;

revoke all on function put_search_rows(jsonb) from public;
revoke all on function search_candidates(text, bigint, bigint, text, bigint, text, integer) from public;
revoke all on function search_count(text, bigint, bigint, integer) from public;
grant execute on function put_search_rows(jsonb) to patchbay_app;
grant execute on function search_candidates(text, bigint, bigint, text, bigint, text, integer) to patchbay_app;
grant execute on function search_count(text, bigint, bigint, integer) to patchbay_app;
`;
