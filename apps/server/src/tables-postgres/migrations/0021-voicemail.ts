/**
 * Messages in mailboxes: which recording is one, who left it, who has heard it. Whose mailbox it is stands with the
 * recording: its agent, or without one its service.
 */
export const voicemail = `
alter table recording drop constraint recording_kind_check;
alter table recording add constraint recording_kind_check check (kind in ('call', 'signature', 'voicemail'));
create index recording_voicemail on recording (center_id, started_at) where kind = 'voicemail';

create table voicemail (
  center_id text not null,
  recording_id text not null,
  caller_agent_id text,
  heard_at bigint,
  heard_by text,
  trashed_at bigint,
  trashed_by text,
  primary key (center_id, recording_id)
) with (fillfactor = 80);
comment on column voicemail.caller_agent_id is 'null: a customer, that of the interaction';
comment on column voicemail.heard_at is 'null: new';
comment on column voicemail.trashed_at is 'may be taken back for some minutes, then its file goes';
create index voicemail_trashed on voicemail (center_id, trashed_at) where trashed_at is not null;
alter table voicemail enable row level security;
alter table voicemail force row level security;
create policy one_center on voicemail using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update, delete on voicemail to patchbay_app;
`;
