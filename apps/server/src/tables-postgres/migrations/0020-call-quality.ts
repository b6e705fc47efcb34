/** How each leg of a call was heard, over time, and what agents reported of it. Rows are added while calls go on. */
export const callQuality = `
create table leg_quality (
  center_id text not null,
  leg_id text not null,
  interaction_id text not null,
  role text not null,
  agent_id text,
  device text,
  facts jsonb,
  network text,
  started_at bigint not null,
  samples jsonb not null default '[]',
  sample_count integer not null default 0,
  mos_sum double precision not null default 0,
  mos_min double precision not null default 5,
  loss_sum double precision not null default 0,
  loss_max double precision not null default 0,
  jitter_sum double precision not null default 0,
  jitter_max double precision not null default 0,
  round_trip_max double precision,
  primary key (center_id, leg_id)
) with (fillfactor = 70);
comment on column leg_quality.samples is 'lists of [ms since started_at, MOS, loss, jitter ms, round trip ms or null, level]';
comment on column leg_quality.facts is 'what the desk said of microphone, browser and connection';
comment on column leg_quality.network is 'of the desk that has the leg, without the address itself';
create index leg_quality_by_time on leg_quality (center_id, started_at);
create index leg_quality_by_interaction on leg_quality (center_id, interaction_id);

create table quality_report (
  center_id text not null,
  interaction_id text not null,
  agent_id text not null,
  at bigint not null,
  problem text check (problem in ('one_way', 'choppy', 'echo', 'delay', 'dropped', 'noise')),
  facts jsonb,
  network text,
  primary key (center_id, interaction_id, agent_id)
);
create index quality_report_by_time on quality_report (center_id, at);

do $$
declare
  name text;
begin
  foreach name in array array['leg_quality', 'quality_report'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_center on %I using (center_id = current_setting(''patchbay.center'', true))'
      ' with check (center_id = current_setting(''patchbay.center'', true))', name);
    execute format('grant select, insert, update, delete on %I to patchbay_app', name);
  end loop;
end $$;
`;
