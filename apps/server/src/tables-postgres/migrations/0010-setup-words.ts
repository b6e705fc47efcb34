/**
 * What administrators call scenarios and prompts, and a way to their changes in the journal. A scenario's names belong to
 * a version of it, as its steps do; the newest version is the one in use.
 */
export const setupWords = `
create table scenario_words (
  center_id text not null,
  scenario_id text not null,
  version integer not null,
  name text not null,
  steps jsonb not null,
  primary key (center_id, scenario_id, version)
);

create table prompt_words (
  center_id text not null,
  prompt_id text not null,
  name text not null,
  primary key (center_id, prompt_id)
);

do $$
declare
  name text;
begin
  foreach name in array array['scenario_words', 'prompt_words'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_center on %I using (center_id = current_setting(''patchbay.center'', true))'
      ' with check (center_id = current_setting(''patchbay.center'', true))', name);
    execute format('grant select, insert, update, delete on %I to patchbay_app', name);
  end loop;
end $$;

-- Changes are few among millions of events; the list is that of center/records.ts (tracedChanges).
create index journal_of_changes on journal (center_id, seq)
 where type in ('ServiceConfigured', 'EntryConfigured', 'EntryRemoved', 'ScenarioConfigured', 'ScenarioRemoved',
                'PromptConfigured', 'PromptRemoved');

-- One row at a time and in order: one batch may name the same thing twice.
create function append_words(p_center text, words jsonb) returns void language plpgsql as $words$
declare
  one jsonb;
begin
  for one in select w.value from jsonb_array_elements(words) with ordinality as w(value, place) order by w.place loop
    case one->>'table'
      when 'entry_words' then
        insert into entry_words (center_id, entry_id, name, mark, phone_number_required, parameters)
        values (p_center, one->>'entryId', one->'words'->>'name', one->'words'->>'mark',
                (one->'words'->>'phoneNumberRequired')::boolean, one->'words'->'parameters')
        on conflict (center_id, entry_id) do update
           set name = excluded.name, mark = excluded.mark,
               phone_number_required = excluded.phone_number_required, parameters = excluded.parameters;
      when 'scenario_words' then
        insert into scenario_words (center_id, scenario_id, version, name, steps)
        values (p_center, one->>'scenarioId', (one->'words'->>'version')::integer, one->'words'->>'name',
                one->'words'->'steps')
        on conflict (center_id, scenario_id, version) do update
           set name = excluded.name, steps = excluded.steps;
      when 'prompt_words' then
        insert into prompt_words (center_id, prompt_id, name)
        values (p_center, one->>'promptId', one->'words'->>'name')
        on conflict (center_id, prompt_id) do update set name = excluded.name;
    end case;
  end loop;
end $words$;

alter function append_rare_content(text, jsonb) rename to append_content_before_words;
create function append_rare_content(p_center text, rare jsonb) returns void language plpgsql as $rare$
begin
  perform append_content_before_words(p_center, rare);
  perform append_words(p_center, rare->'words');
end $rare$;

revoke all on function append_words(text, jsonb) from public;
revoke all on function append_rare_content(text, jsonb) from public;
grant execute on function append_words(text, jsonb) to patchbay_app;
grant execute on function append_rare_content(text, jsonb) to patchbay_app;
`;
