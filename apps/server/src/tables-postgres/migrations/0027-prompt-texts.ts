/** What is said in a prompt that was made of a text. */
export const promptTexts = `
alter table prompt_words add column text text;

alter function append_words(text, jsonb) rename to append_words_before_prompt_texts;
create function append_words(p_center text, words jsonb) returns void language plpgsql as $words$
begin
  perform append_words_before_prompt_texts(p_center, words);
  -- In order: one batch may name the same prompt twice, and the last word counts.
  update prompt_words p
     set text = last.text
    from (select distinct on (w.value->>'promptId') w.value->>'promptId' as prompt_id, w.value->'words'->>'text' as text
            from jsonb_array_elements(words) with ordinality as w(value, place)
           where w.value->>'table' = 'prompt_words'
           order by w.value->>'promptId', w.place desc) as last
   where p.center_id = p_center and p.prompt_id = last.prompt_id;
end $words$;
revoke all on function append_words(text, jsonb) from public;
grant execute on function append_words(text, jsonb) to patchbay_app;
`;
