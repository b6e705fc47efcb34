/** What supervisors and agents say to each other when a state is forced or help is asked for. Decision 0274. */
export const supervisionNotes = `
create table presence_note (
  center_id text not null,
  agent_id text not null,
  by_agent text not null,
  text text not null,
  primary key (center_id, agent_id)
);
comment on table presence_note is 'why a supervisor has set the state that an agent was set to last';

create table assistance_note (
  center_id text not null,
  interaction_id text not null,
  note_id text not null,
  number bigint generated always as identity,
  kind text not null check (kind in ('asked', 'resolved')),
  by_agent text not null,
  text text not null,
  primary key (center_id, interaction_id, note_id)
);
comment on column assistance_note.text is 'may be empty; one row for each request and each that was resolved, in their order';

alter table presence_note enable row level security;
alter table presence_note force row level security;
create policy one_center on presence_note using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
alter table assistance_note enable row level security;
alter table assistance_note force row level security;
create policy one_center on assistance_note using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on presence_note, assistance_note to patchbay_app;

alter function append_words(text, jsonb) rename to append_words_before_supervision;
create function append_words(p_center text, words jsonb) returns void language plpgsql as $words$
begin
  perform append_words_before_supervision(p_center, coalesce(
    (select jsonb_agg(w.value order by w.place) from jsonb_array_elements(words) with ordinality as w(value, place)
      where w.value->>'table' not in ('presence_note', 'assistance_note')), '[]'));
  insert into presence_note (center_id, agent_id, by_agent, text)
  select distinct on (w.value->>'agentId') p_center, w.value->>'agentId', w.value->>'by', w.value->>'text'
    from jsonb_array_elements(words) with ordinality as w(value, place)
   where w.value->>'table' = 'presence_note'
   order by w.value->>'agentId', w.place desc
  on conflict (center_id, agent_id) do update set by_agent = excluded.by_agent, text = excluded.text;
  insert into assistance_note (center_id, interaction_id, note_id, kind, by_agent, text)
  select p_center, w.value->>'interactionId', w.value->>'noteId', w.value->>'kind', w.value->>'by', w.value->>'text'
    from jsonb_array_elements(words) with ordinality as w(value, place)
   where w.value->>'table' = 'assistance_note'
   order by w.place;
end $words$;
revoke all on function append_words(text, jsonb) from public;
grant execute on function append_words(text, jsonb) to patchbay_app;
`;
