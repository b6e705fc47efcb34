/** What customers are asked and offered when a chat is over, and what they answered. Decision 0216. */
export const afterChats = `
alter table service_words add column after_chat jsonb;
comment on column service_words.after_chat is 'what a survey asks, and how long a transcript can be read by its link';

create table survey_answer (
  center_id text not null,
  interaction_id text not null,
  stars integer not null,
  comment text not null,
  answered_at bigint not null,
  primary key (center_id, interaction_id)
);
comment on column survey_answer.comment is 'may be empty';

alter table survey_answer enable row level security;
alter table survey_answer force row level security;
create policy one_center on survey_answer using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on survey_answer to patchbay_app;

alter function append_words(text, jsonb) rename to append_words_before_after_chats;
create function append_words(p_center text, words jsonb) returns void language plpgsql as $words$
begin
  perform append_words_before_after_chats(p_center, coalesce(
    (select jsonb_agg(w.value order by w.place) from jsonb_array_elements(words) with ordinality as w(value, place)
      where w.value->>'table' <> 'service_words'), '[]'));
  -- In order: one batch may name the same service twice, and the last word counts.
  insert into service_words (center_id, service_id, name, after_chat)
  select distinct on (w.value->>'serviceId') p_center, w.value->>'serviceId', w.value->'words'->>'name',
         nullif(w.value->'words'->'afterChat', 'null')
    from jsonb_array_elements(words) with ordinality as w(value, place)
   where w.value->>'table' = 'service_words'
   order by w.value->>'serviceId', w.place desc
  on conflict (center_id, service_id) do update set name = excluded.name, after_chat = excluded.after_chat;
end $words$;

alter function append_rare_content(text, jsonb) rename to append_content_before_surveys;
create function append_rare_content(p_center text, rare jsonb) returns void language plpgsql as $rare$
begin
  perform append_content_before_surveys(p_center, rare);
  insert into survey_answer (center_id, interaction_id, stars, comment, answered_at)
  select p_center, s."interactionId", s.stars, s.comment, s.at
    from jsonb_to_recordset(rare->'surveyAnswers')
      as s("interactionId" text, stars integer, comment text, at bigint)
  on conflict (center_id, interaction_id) do update
     set stars = excluded.stars, comment = excluded.comment, answered_at = excluded.answered_at;
end $rare$;

revoke all on function append_words(text, jsonb) from public;
revoke all on function append_rare_content(text, jsonb) from public;
grant execute on function append_words(text, jsonb) to patchbay_app;
grant execute on function append_rare_content(text, jsonb) to patchbay_app;
`;
