/**
 * Voice signatures: the approved texts of each service, and each take with what became of it. The sound is a recording
 * like others; here is what makes it a signature.
 */
export const signatures = `
create table signature_script (
  center_id text not null,
  service_id text not null,
  version integer not null,
  script_id text not null,
  language text not null,
  text text not null,
  approved_at bigint not null,
  approved_by text,
  primary key (center_id, service_id, version),
  unique (center_id, service_id, script_id)
);
comment on table signature_script is 'added to, never changed: what was read stays readable';
comment on column signature_script.script_id is 'SHA-256 of language and text, as they stand in an evidence package';

create table signature (
  center_id text not null,
  recording_id text not null,
  interaction_id text not null,
  take integer not null,
  agent_id text not null,
  service_id text,
  script_id text not null,
  state text not null check (state in ('recording', 'to_judge', 'accepted', 'redone', 'incomplete')),
  cause text,
  started_at bigint not null,
  ended_at bigint,
  ended_seq bigint,
  judged_at bigint,
  judged_by text,
  wav_sha256 text,
  software text not null,
  primary key (center_id, recording_id)
) with (fillfactor = 80);
comment on column signature.cause is 'why it ended, as the journal says';
comment on column signature.ended_seq is 'the place in the journal where it ended';
comment on column signature.wav_sha256 is 'of the sound that was accepted, as WAV';
comment on column signature.software is 'the version of Patchbay that was at work';
create index signature_by_interaction on signature (center_id, interaction_id, take);

-- Up to which place of the journal they are kept.
create table signature_position (
  center_id text not null primary key,
  seq bigint not null
);

alter table recording_rule add column signature_days integer default 3650 check (signature_days > 0);
comment on column recording_rule.signature_days is 'of voice signatures; null: for ever';
alter table recording_access drop constraint recording_access_what_check;
alter table recording_access add constraint recording_access_what_check
  check (what in ('listened', 'downloaded', 'held', 'released', 'deleted', 'accepted', 'redone', 'evidence'));

do $$
declare
  name text;
begin
  foreach name in array array['signature_script', 'signature', 'signature_position'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_center on %I using (center_id = current_setting(''patchbay.center'', true))'
      ' with check (center_id = current_setting(''patchbay.center'', true))', name);
    execute format('grant select, insert, update, delete on %I to patchbay_app', name);
  end loop;
end $$;
revoke update, delete on signature_script from patchbay_app;
revoke delete on signature from patchbay_app;
`;
