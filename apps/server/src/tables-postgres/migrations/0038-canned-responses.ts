/** Words that are written often, of one agent or of the whole center, and how often they were used. Decision 0210. */
export const cannedResponses = `
create table canned_response (
  center_id text not null,
  response_id text collate "C" not null,
  version integer not null,
  owner_id text,
  title text not null,
  keyword text not null,
  folder text not null,
  body text not null,
  language text,
  service_ids text[] not null,
  marks text[] not null,
  changed_by text not null,
  changed_at bigint not null,
  deleted_at bigint,
  primary key (center_id, response_id)
);
comment on column canned_response.owner_id is 'null: shared by the whole center';
comment on column canned_response.folder is 'names with slashes in between; empty: in no folder';
comment on column canned_response.service_ids is 'empty: for every service';
comment on column canned_response.marks is 'mobile, web: where customers write from; empty: anywhere';
comment on column canned_response.deleted_at is 'it stays, so that it can be taken back';
create index canned_response_of_owner on canned_response (center_id, owner_id) where deleted_at is null;

create table canned_use (
  center_id text not null,
  response_id text collate "C" not null,
  agent_id text not null,
  uses bigint not null,
  last_used_at bigint not null,
  primary key (center_id, response_id, agent_id)
);

alter table canned_response enable row level security;
alter table canned_response force row level security;
create policy one_center on canned_response using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update on canned_response to patchbay_app;
alter table canned_use enable row level security;
alter table canned_use force row level security;
create policy one_center on canned_use using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update on canned_use to patchbay_app;
`;
