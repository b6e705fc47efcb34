/**
 * One append is one call: a single statement is all or nothing by itself, whatever happens to the connection in
 * between, and costs one round trip (docs/decisions/0020). It runs with the caller's rights, so the walls hold.
 * `batch` is an AppendPlan as JSON; center/append-plan.ts says what each list means, and
 * center/interaction-row.ts (withChange) what the update of `interaction` does.
 *
 * PB001: somebody else owns the center, or the journal is not where the writer believes.
 * PB002: an idempotency key is in use.
 */
export const appendEntries = `
create function append_entries(
  p_center text, p_epoch bigint, p_expected bigint, p_last bigint, p_at bigint, p_keys_after bigint, batch jsonb
) returns void language plpgsql as $append$
declare
  wanted integer;
  taken integer;
begin
  perform set_config('patchbay.center', p_center, true);

  update center_writer
     set last_seq = p_last, last_seen_at = greatest(last_seen_at, p_at)
   where center_id = p_center and epoch = p_epoch and last_seq = p_expected;
  if not found then
    raise exception 'this writer does not own the center, or the journal has moved' using errcode = 'PB001';
  end if;

  insert into journal (center_id, seq, at, type, version, interaction_id, body)
  select p_center, e.seq, e.at, e.type, e.version, e."interactionId", e.body
    from jsonb_to_recordset(batch->'events')
      as e(seq bigint, at bigint, type text, version integer, "interactionId" text, body jsonb);

  if batch ? 'started' then
    insert into interaction (center_id, interaction_id, contact_id, client_key, entry_id, service_id,
        requested_service_id, channel, case_number, status, started_seq, started_at, answered_at, ended_at,
        end_cause, disposition_id, agent_ids, message_count)
    select p_center, s."interactionId", s."contactId", s."clientKey", s."entryId", s."serviceId",
           s."requestedServiceId", s.channel, s."caseNumber", s.status, s."startedSeq", s."startedAt",
           s."answeredAt", s."endedAt", s."endCause", s."dispositionId", s."agentIds", s."messageCount"
      from jsonb_to_recordset(batch->'started')
        as s("interactionId" text, "contactId" text, "clientKey" text, "entryId" text, "serviceId" text,
             "requestedServiceId" text, channel text, "caseNumber" bigint, status text, "startedSeq" bigint,
             "startedAt" bigint, "answeredAt" bigint, "endedAt" bigint, "endCause" text,
             "dispositionId" text, "agentIds" text[], "messageCount" integer);
  end if;

  if batch ? 'changed' then
    update interaction i
       set contact_id = coalesce(c."contactId", i.contact_id),
           service_id = coalesce(c."serviceId",
             case when c."takesRequestedService" then i.requested_service_id end, i.service_id),
           requested_service_id =
             case when c."setsRequest" then c."requestedServiceId" else i.requested_service_id end,
           status = coalesce(c.status, i.status),
           answered_at = coalesce(i.answered_at, c."answeredAt"),
           ended_at = coalesce(c."endedAt", i.ended_at),
           end_cause = coalesce(c."endCause", i.end_cause),
           disposition_id = case when c."setsDisposition" then c."dispositionId" else i.disposition_id end,
           agent_ids = i.agent_ids || array(
             select j.agent from unnest(c.joined) with ordinality as j(agent, place)
              where j.agent <> all (i.agent_ids) order by j.place),
           message_count = i.message_count + c.messages
      from jsonb_to_recordset(batch->'changed')
        as c("interactionId" text, "contactId" text, "serviceId" text, "takesRequestedService" boolean,
             "setsRequest" boolean, "requestedServiceId" text, status text, "answeredAt" bigint,
             "endedAt" bigint, "endCause" text, "setsDisposition" boolean, "dispositionId" text,
             joined text[], messages integer)
     where i.center_id = p_center and i.interaction_id = c."interactionId";
  end if;

  if batch ? 'messages' then
    insert into message (center_id, interaction_id, seq, message_id, at, sender, party_id, audience, body,
        client_message_id)
    select p_center, m."interactionId", m.seq, m."messageId", m.at, m."from", m."partyId", m.audience, m.body,
           m."clientMessageId"
      from jsonb_to_recordset(batch->'messages')
        as m("interactionId" text, seq bigint, "messageId" text, at bigint, "from" text, "partyId" text,
             audience text, body jsonb, "clientMessageId" text);
  end if;

  if batch ? 'receipts' then
    update message m
       set delivered_at = coalesce(m.delivered_at, r."deliveredAt"), read_at = coalesce(m.read_at, r."readAt")
      from jsonb_to_recordset(batch->'receipts') as r("messageId" text, "deliveredAt" bigint, "readAt" bigint)
     where m.center_id = p_center and m.message_id = r."messageId";
  end if;

  if batch ? 'drafts' then
    insert into draft as d (center_id, interaction_id, agent_id, text, audience, version, updated_at)
    select p_center, n."interactionId", n."agentId", n.text, n.audience, n.version, n.at
      from jsonb_to_recordset(batch->'drafts')
        as n("interactionId" text, "agentId" text, text text, audience text, version bigint, at bigint)
    on conflict (center_id, agent_id, interaction_id) do update
       set text = excluded.text, audience = excluded.audience, version = excluded.version,
           updated_at = excluded.updated_at
     where d.version < excluded.version;
  end if;

  if batch ? 'completed' then
    delete from draft d using jsonb_array_elements_text(batch->'completed') as c(interaction_id)
     where d.center_id = p_center and d.interaction_id = c.interaction_id;
  end if;

  if batch ? 'answers' then
    insert into idempotency as i (center_id, key, result, at)
    select p_center, a.key, a.result, a.at
      from jsonb_to_recordset(batch->'answers') as a(key text, result jsonb, at bigint)
    on conflict (center_id, key) do update set result = excluded.result, at = excluded.at
     where i.at <= p_keys_after;
    get diagnostics taken = row_count;
    wanted := jsonb_array_length(batch->'answers');
    if taken <> wanted then
      raise exception 'an idempotency key of this batch has been answered before' using errcode = 'PB002';
    end if;
  end if;

  if batch ? 'rare' then
    perform append_rare_content(p_center, batch->'rare');
  end if;
end $append$;

-- What comes a few times in an interaction's life, apart so that the common path stays short.
create function append_rare_content(p_center text, rare jsonb) returns void language plpgsql as $rare$
begin
  insert into interaction_data (center_id, interaction_id, data)
  select p_center, d."interactionId", d.data::json
    from jsonb_to_recordset(rare->'interactionData') as d("interactionId" text, data text)
  on conflict (center_id, interaction_id) do update set data = excluded.data;

  insert into note (center_id, interaction_id, agent_id, text, updated_at)
  select p_center, n."interactionId", n."agentId", n.text, n.at
    from jsonb_to_recordset(rare->'notes') as n("interactionId" text, "agentId" text, text text, at bigint)
  on conflict (center_id, interaction_id, agent_id) do update
     set text = excluded.text, updated_at = excluded.updated_at;

  insert into transfer_note (center_id, interaction_id, by_agent_id, text, at)
  select p_center, t.value->>'interactionId', t.value->>'by', t.value->>'text', (t.value->>'at')::bigint
    from jsonb_array_elements(rare->'transferNotes') with ordinality as t(value, place) order by t.place;

  insert into contact (center_id, contact_id, first_name, last_name, phones, emails, account, created_at)
  select p_center, c."contactId", c."firstName", c."lastName", c.phones, c.emails, c.account, c."createdAt"
    from jsonb_to_recordset(rare->'contacts')
      as c("contactId" text, "firstName" text, "lastName" text, phones text[], emails text[], account text,
           "createdAt" bigint)
  on conflict (center_id, contact_id) do update
     set first_name = excluded.first_name, last_name = excluded.last_name, phones = excluded.phones,
         emails = excluded.emails, account = excluded.account;
  delete from contact_phone p
   using jsonb_to_recordset(rare->'contacts') as c("contactId" text, e164 text[])
   where p.center_id = p_center and p.contact_id = c."contactId" and p.e164 <> all (c.e164);
  insert into contact_phone (center_id, e164, contact_id)
  select p_center, number, c."contactId"
    from jsonb_to_recordset(rare->'contacts') as c("contactId" text, e164 text[]), unnest(c.e164) as number
  on conflict do nothing;

  insert into contact_client (center_id, client_key, contact_id)
  select p_center, c."clientKey", c."contactId"
    from jsonb_to_recordset(rare->'contactClients') as c("clientKey" text, "contactId" text)
  on conflict (center_id, client_key) do update set contact_id = excluded.contact_id;

  insert into file_use (center_id, file_id, interaction_id, message_id)
  select p_center, u."fileId", u."interactionId", u."messageId"
    from jsonb_to_recordset(rare->'fileUses') as u("fileId" text, "interactionId" text, "messageId" text)
  on conflict do nothing;
  update file f
     set interaction_id = coalesce(f.interaction_id, u."interactionId")
    from jsonb_to_recordset(rare->'fileUses') as u("fileId" text, "interactionId" text)
   where f.center_id = p_center and f.file_id = u."fileId";
end $rare$;

revoke all on function append_entries(text, bigint, bigint, bigint, bigint, bigint, jsonb) from public;
revoke all on function append_rare_content(text, jsonb) from public;
grant execute on function append_entries(text, bigint, bigint, bigint, bigint, bigint, jsonb) to patchbay_app;
grant execute on function append_rare_content(text, jsonb) to patchbay_app;
`;
