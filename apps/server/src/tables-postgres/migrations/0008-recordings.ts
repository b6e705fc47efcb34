/**
 * Recordings of calls: what is known of each file, how long a service keeps them and who may hear them, and who has. The
 * sound itself is in DATA_DIR/recordings.
 */
export const recordings = `
create table recording (
  center_id text not null,
  recording_id text not null,
  interaction_id text not null,
  leg_id text not null,
  agent_id text,
  service_id text,
  kind text not null check (kind in ('call', 'signature')),
  file text not null,
  state text not null check (state in ('recording', 'kept', 'nothing', 'missing', 'deleted')),
  cause text check (cause in ('stopped', 'disk_full', 'failed', 'cut_off')),
  started_at bigint not null,
  duration_ms bigint not null default 0,
  bytes bigint not null default 0,
  sha256 text not null default '',
  waveform bytea,
  held boolean not null default false,
  deleted_at bigint,
  primary key (center_id, recording_id)
) with (fillfactor = 80);
comment on column recording.file is 'below DATA_DIR/recordings';
comment on column recording.service_id is 'when it began: its rule says how long it is kept';
comment on column recording.held is 'somebody needs it: no rule deletes it';
create index recording_by_interaction on recording (center_id, interaction_id, started_at);
create index recording_by_state on recording (center_id, state, started_at);

create table recording_rule (
  center_id text not null,
  service_id text not null,
  retention_days integer check (retention_days > 0),
  agents_listen boolean not null,
  download text not null check (download in ('nobody', 'supervisors', 'listeners')),
  primary key (center_id, service_id)
);
comment on column recording_rule.retention_days is 'null: for ever';

create table recording_access (
  center_id text not null,
  number bigint generated always as identity,
  at bigint not null,
  what text not null check (what in ('listened', 'downloaded', 'held', 'released', 'deleted')),
  recording_id text not null,
  interaction_id text not null,
  agent_id text,
  address text,
  primary key (center_id, number)
);
comment on table recording_access is 'who heard what: added to, never changed';
comment on column recording_access.agent_id is 'null: by the rule of its service';
create index recording_access_by_recording on recording_access (center_id, recording_id, number);

do $$
declare
  name text;
begin
  foreach name in array array['recording', 'recording_rule', 'recording_access'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_center on %I using (center_id = current_setting(''patchbay.center'', true))'
      ' with check (center_id = current_setting(''patchbay.center'', true))', name);
    execute format('grant select, insert, update, delete on %I to patchbay_app', name);
  end loop;
end $$;
revoke update, delete on recording_access from patchbay_app;
`;
