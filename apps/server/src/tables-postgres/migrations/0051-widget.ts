/** How an entry's chat looks on a company's own page (protocol, messaging/widget.ts). Decision 0253. */
export const widget = `
alter table entry_words add column widget jsonb;
comment on column entry_words.widget is 'null: the usual look';

alter function append_words(text, jsonb) rename to append_words_before_widget;
create function append_words(p_center text, words jsonb) returns void language plpgsql as $words$
begin
  perform append_words_before_widget(p_center, words);
  -- In order: one batch may name the same entry twice, and the last word counts.
  update entry_words e
     set widget = last.widget
    from (select distinct on (w.value->>'entryId') w.value->>'entryId' as entry_id,
                 nullif(w.value->'words'->'widget', 'null') as widget
            from jsonb_array_elements(words) with ordinality as w(value, place)
           where w.value->>'table' = 'entry_words'
           order by w.value->>'entryId', w.place desc) as last
   where e.center_id = p_center and e.entry_id = last.entry_id;
end $words$;
revoke all on function append_words(text, jsonb) from public;
grant execute on function append_words(text, jsonb) to patchbay_app;
`;
