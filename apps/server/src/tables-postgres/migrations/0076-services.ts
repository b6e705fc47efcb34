/** What administrators call dispositions, reasons and skills, and what a service promises. Decision 0288. */
export const services = `
alter table service_words add column service_level jsonb;
comment on column service_words.service_level is 'percent and withinMs; null: the usual one of its channel';

-- The list is that of center/records.ts (tracedChanges).
drop index journal_of_changes;
create index journal_of_changes on journal (center_id, seq)
 where type in ('ServiceConfigured', 'ReasonConfigured', 'EntryConfigured', 'EntryRemoved', 'ScenarioConfigured',
                'ScenarioRemoved', 'PromptConfigured', 'PromptRemoved');

alter function append_words(text, jsonb) rename to append_words_before_services;
create function append_words(p_center text, words jsonb) returns void language plpgsql as $words$
declare
  one jsonb;
begin
  perform append_words_before_services(p_center, coalesce(
    (select jsonb_agg(w.value order by w.place) from jsonb_array_elements(words) with ordinality as w(value, place)
      where w.value->>'table' not in ('disposition_words', 'reason_words', 'skill_words')), '[]'));
  -- One row at a time and in order: one batch may name the same thing twice.
  for one in select w.value from jsonb_array_elements(words) with ordinality as w(value, place) order by w.place loop
    case one->>'table'
      when 'service_words' then
        update service_words set service_level = nullif(one->'words'->'serviceLevel', 'null')
         where center_id = p_center and service_id = one->>'serviceId';
      when 'disposition_words' then
        insert into disposition_words (center_id, disposition_id, name)
        values (p_center, one->>'dispositionId', one->'words'->>'name')
        on conflict (center_id, disposition_id) do update set name = excluded.name;
      when 'reason_words' then
        insert into reason_words (center_id, reason_id, name, icon)
        values (p_center, one->>'reasonId', one->'words'->>'name', one->'words'->>'icon')
        on conflict (center_id, reason_id) do update set name = excluded.name, icon = excluded.icon;
      when 'skill_words' then
        if jsonb_typeof(one->'words') = 'null' then
          delete from skill_words where center_id = p_center and skill_id = one->>'skillId';
        else
          insert into skill_words (center_id, skill_id, name) values (p_center, one->>'skillId', one->'words'->>'name')
          on conflict (center_id, skill_id) do update set name = excluded.name;
        end if;
      else null;
    end case;
  end loop;
end $words$;
revoke all on function append_words(text, jsonb) from public;
grant execute on function append_words(text, jsonb) to patchbay_app;
`;
