/** When somebody made the links to a chat's transcript void. Decision 0325. */
export const voidTranscripts = `
create table void_transcript (
  center_id text not null,
  interaction_id text not null,
  voided_at bigint not null,
  voided_by text not null,
  primary key (center_id, interaction_id)
);
alter table void_transcript enable row level security;
alter table void_transcript force row level security;
create policy one_center on void_transcript using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update on void_transcript to patchbay_app;
`;
