/**
 * Finding contacts by words, and what belongs to one agent: favourites and recent calls (decisions 0145 to 0147). The
 * words of a contact come with it in the append; center/contact-words.ts says what they are.
 */
export const directory = `
create table contact_word (
  center_id text not null,
  -- byte order: a beginning is a range, and the planner may use it under row level security
  word text collate "C" not null,
  contact_id text not null,
  primary key (center_id, word, contact_id)
);
create index contact_word_by_contact on contact_word (center_id, contact_id);

create table favourites (
  center_id text not null,
  agent_id text not null,
  version bigint not null,
  list jsonb not null,
  primary key (center_id, agent_id)
);

create table recent (
  center_id text not null,
  agent_id text not null,
  interaction_id text not null,
  seq bigint not null,
  at bigint not null,
  kind text not null check (kind in ('made', 'received', 'missed', 'chat')),
  cause text check (cause in ('no_answer', 'rejected', 'caller_left')),
  peer_agent_id text,
  duration_ms bigint,
  done_at bigint,
  taken_by text,
  primary key (center_id, agent_id, interaction_id)
);
comment on column recent.seq is 'of the journal''s event that brought it into the list';
comment on column recent.done_at is 'of a missed call: returned, taken by somebody else, or put aside';
create index recent_in_order on recent (center_id, agent_id, seq desc);
create index recent_by_interaction on recent (center_id, interaction_id);
create index recent_open on recent (center_id, agent_id) where kind = 'missed' and done_at is null;

-- Up to which place of the journal the lists of recent calls are kept.
create table recent_position (
  center_id text not null primary key,
  seq bigint not null
);

do $$
declare
  name text;
begin
  foreach name in array array['contact_word', 'favourites', 'recent', 'recent_position']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_center on %I using (center_id = current_setting(''patchbay.center'', true))'
      ' with check (center_id = current_setting(''patchbay.center'', true))', name);
    execute format('grant select, insert, update, delete on %I to patchbay_app', name);
  end loop;
end $$;

alter function append_rare_content(text, jsonb) rename to append_content_before_contact_words;
create function append_rare_content(p_center text, rare jsonb) returns void language plpgsql as $rare$
begin
  perform append_content_before_contact_words(p_center, rare);
  delete from contact_word w
   using jsonb_to_recordset(rare->'contacts') as c("contactId" text, words text[])
   where w.center_id = p_center and w.contact_id = c."contactId" and w.word <> all (c.words);
  insert into contact_word (center_id, word, contact_id)
  select p_center, word, c."contactId"
    from jsonb_to_recordset(rare->'contacts') as c("contactId" text, words text[]), unnest(c.words) as word
  on conflict do nothing;
end $rare$;
revoke all on function append_rare_content(text, jsonb) from public;
grant execute on function append_rare_content(text, jsonb) to patchbay_app;
`;
