/** What agents are to do after an interaction: at a time, by somebody. Decisions 0190 to 0192. */
export const followUps = `
create table follow_up (
  center_id text not null,
  follow_up_id text collate "C" not null,
  version integer not null,
  interaction_id text not null,
  contact_id text not null,
  case_number bigint not null,
  kind text not null,
  due_at bigint not null,
  time_zone text not null,
  note text not null,
  number text,
  assignee_id text not null,
  created_by text not null,
  created_at bigint not null,
  changed_by text not null,
  changed_at bigint not null,
  done_at bigint,
  done_by text,
  deleted_at bigint,
  reminded_for bigint,
  primary key (center_id, follow_up_id)
);
comment on column follow_up.kind is 'call or task; a mail will be one of them';
comment on column follow_up.time_zone is 'IANA: in which the time was meant';
comment on column follow_up.deleted_at is 'it stays, so that it can be taken back';
comment on column follow_up.reminded_for is 'the due_at whose reminder was seen to';
create index follow_up_of_assignee on follow_up (center_id, assignee_id, due_at, follow_up_id)
  where done_at is null and deleted_at is null;
create index follow_up_of_creator on follow_up (center_id, created_by) where deleted_at is null;
create index follow_up_done on follow_up (center_id, assignee_id, done_at)
  where done_at is not null and deleted_at is null;
create index follow_up_of_interaction on follow_up (center_id, interaction_id);

alter table follow_up enable row level security;
alter table follow_up force row level security;
create policy one_center on follow_up using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update on follow_up to patchbay_app;
`;
