/** Who changed what of Set-up, with the form before and after. Decision 0296. */
export const audit = `
create table audit_entry (
  center_id text not null,
  audit_id text not null,
  place bigint generated always as identity,
  at bigint not null,
  by_agent text not null,
  kind text not null,
  subject_id text not null,
  subject_name text not null,
  before jsonb,
  after jsonb,
  secret_set boolean not null,
  certain boolean not null,
  undoes text,
  primary key (center_id, audit_id)
);
comment on column audit_entry.certain is 'false: the server ended before it knew whether the change was made';
create index audit_by_place on audit_entry (center_id, place desc);
create index audit_by_subject on audit_entry (center_id, kind, subject_id, place desc);
create index audit_undoing on audit_entry (center_id, undoes) where undoes is not null;

alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy one_center on audit_entry using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on audit_entry to patchbay_app;

alter function append_words(text, jsonb) rename to append_words_before_audit;
create function append_words(p_center text, words jsonb) returns void language plpgsql as $words$
begin
  perform append_words_before_audit(p_center, coalesce(
    (select jsonb_agg(w.value order by w.place) from jsonb_array_elements(words) with ordinality as w(value, place)
      where w.value->>'table' <> 'audit_entry'), '[]'));
  insert into audit_entry (center_id, audit_id, at, by_agent, kind, subject_id, subject_name, before, after,
                           secret_set, certain, undoes)
  select p_center, a."auditId", a.at, a.by, a.kind, a."subjectId", a."subjectName",
         nullif(a.before, 'null'), nullif(a.after, 'null'), a."secretSet", a.certain, a.undoes
    from jsonb_array_elements(words) as w(value),
         jsonb_to_record(w.value->'row')
           as a("auditId" text, at bigint, by text, kind text, "subjectId" text, "subjectName" text, before jsonb,
                after jsonb, "secretSet" boolean, certain boolean, undoes text)
   where w.value->>'table' = 'audit_entry';
end $words$;
revoke all on function append_words(text, jsonb) from public;
grant execute on function append_words(text, jsonb) to patchbay_app;
`;
