/** What opening hours and their special days are called. When they are open stands in the journal. Decision 0300. */
export const schedules = `
create table schedule_words (
  center_id text not null,
  schedule_id text not null,
  name text not null,
  days jsonb not null,
  primary key (center_id, schedule_id)
);
comment on column schedule_words.days is 'by date (2026-12-25), what the day is called';
alter table schedule_words enable row level security;
alter table schedule_words force row level security;
create policy one_center on schedule_words using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on schedule_words to patchbay_app;

-- The list is that of center/records.ts (tracedChanges).
drop index journal_of_changes;
create index journal_of_changes on journal (center_id, seq)
 where type in ('ServiceConfigured', 'ReasonConfigured', 'EntryConfigured', 'EntryRemoved', 'ScenarioConfigured',
                'ScenarioRemoved', 'PromptConfigured', 'PromptRemoved', 'ScheduleConfigured');

alter function append_words(text, jsonb) rename to append_words_before_schedules;
create function append_words(p_center text, words jsonb) returns void language plpgsql as $words$
declare
  one jsonb;
begin
  perform append_words_before_schedules(p_center, coalesce(
    (select jsonb_agg(w.value order by w.place) from jsonb_array_elements(words) with ordinality as w(value, place)
      where w.value->>'table' <> 'schedule_words'), '[]'));
  for one in select w.value from jsonb_array_elements(words) with ordinality as w(value, place)
              where w.value->>'table' = 'schedule_words' order by w.place loop
    insert into schedule_words (center_id, schedule_id, name, days)
    values (p_center, one->>'scheduleId', one->'words'->>'name', one->'words'->'days')
    on conflict (center_id, schedule_id) do update set name = excluded.name, days = excluded.days;
  end loop;
end $words$;
revoke all on function append_words(text, jsonb) from public;
grant execute on function append_words(text, jsonb) to patchbay_app;
`;
