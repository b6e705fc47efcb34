/** What came of card payments in calls: no digit of a card. Decision 0206. */
export const payments = `
create table payment (
  center_id text not null,
  interaction_id text not null,
  payment_id text not null,
  outcome text not null,
  amount_minor bigint not null,
  currency text not null,
  code text,
  reference text,
  agent_id text,
  at bigint not null,
  primary key (center_id, interaction_id, payment_id)
);
comment on column payment.payment_id is 'what the processor was asked under: it charges once for each';
comment on column payment.code is 'why it was not approved';
comment on column payment.reference is 'the processor''s own word for it';
comment on column payment.agent_id is 'who gave the caller to the application';

alter table payment enable row level security;
alter table payment force row level security;
create policy one_center on payment using (center_id = current_setting('patchbay.center', true))
  with check (center_id = current_setting('patchbay.center', true));
grant select, insert, update on payment to patchbay_app;

alter function append_rare_content(text, jsonb) rename to append_content_before_payments;
create function append_rare_content(p_center text, rare jsonb) returns void language plpgsql as $rare$
begin
  perform append_content_before_payments(p_center, rare);
  insert into payment
    (center_id, interaction_id, payment_id, outcome, amount_minor, currency, code, reference, agent_id, at)
  select p_center, p."interactionId", p."paymentId", p.outcome, p.minor, p.currency, p.code, p.reference,
    p."agentId", p.at
    from jsonb_to_recordset(rare->'payments')
      as p("interactionId" text, "paymentId" text, outcome text, minor bigint, currency text, code text,
           reference text, "agentId" text, at bigint)
  on conflict (center_id, interaction_id, payment_id) do nothing;
end $rare$;

revoke all on function append_rare_content(text, jsonb) from public;
grant execute on function append_rare_content(text, jsonb) to patchbay_app;
`;
