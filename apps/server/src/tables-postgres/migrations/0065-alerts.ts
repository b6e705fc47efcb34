/** When supervisors are alerted, and what is up. Decision 0276. */
export const alerts = `
create table alert_rules (
  center_id text primary key,
  rules jsonb not null,
  by_agent text not null,
  at bigint not null
);
create table standing_alerts (
  center_id text primary key,
  alerts jsonb not null
);
comment on column standing_alerts.alerts is 'all that are up, with since when and who has seen them';

alter table alert_rules enable row level security;
alter table alert_rules force row level security;
create policy one_center on alert_rules using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
alter table standing_alerts enable row level security;
alter table standing_alerts force row level security;
create policy one_center on standing_alerts using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on alert_rules, standing_alerts to patchbay_app;

alter function append_words(text, jsonb) rename to append_words_before_alerts;
create function append_words(p_center text, words jsonb) returns void language plpgsql as $words$
begin
  perform append_words_before_alerts(p_center, coalesce(
    (select jsonb_agg(w.value order by w.place) from jsonb_array_elements(words) with ordinality as w(value, place)
      where w.value->>'table' not in ('alert_rules', 'standing_alerts')), '[]'));
  insert into alert_rules (center_id, rules, by_agent, at)
  select p_center, w.value->'set'->'rules', w.value->'set'->>'by', (w.value->'set'->>'at')::bigint
    from jsonb_array_elements(words) with ordinality as w(value, place)
   where w.value->>'table' = 'alert_rules'
   order by w.place desc limit 1
  on conflict (center_id) do update set rules = excluded.rules, by_agent = excluded.by_agent, at = excluded.at;
  insert into standing_alerts (center_id, alerts)
  select p_center, w.value->'alerts'
    from jsonb_array_elements(words) with ordinality as w(value, place)
   where w.value->>'table' = 'standing_alerts'
   order by w.place desc limit 1
  on conflict (center_id) do update set alerts = excluded.alerts;
end $words$;
revoke all on function append_words(text, jsonb) from public;
grant execute on function append_words(text, jsonb) to patchbay_app;
`;
