/** What each agent's word was, from when on. Decision 0231. */
export const agentTime = `
create table agent_time (
  center_id text not null,
  agent_id text not null,
  since bigint not null,
  word text not null,
  reason text,
  primary key (center_id, agent_id, since)
);
comment on column agent_time.word is 'of SPEC AGT-1, or logged_out; it holds until the next row';
comment on column agent_time.reason is 'the reason''s id, of not_ready alone';

alter table agent_time enable row level security;
alter table agent_time force row level security;
create policy one_center on agent_time using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update on agent_time to patchbay_app;
`;
