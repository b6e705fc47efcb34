import type { Tx } from "../tables-postgres/database.js";
import type { Report } from "./verify.js";

/**
 * Each message event has exactly one row, each row one event, and the receipts are those of the journal. Asked
 * of the database itself and not of the code that writes: two ways to the same answer find more.
 *
 * @returns how many rows there are.
 */
export async function checkMessages(tx: Tx, centerId: string, report: Report): Promise<number> {
  const pairs = await tx.rows<{
    seq: number | null;
    row_seq: number | null;
    event_message: string | null;
    row_message: string | null;
    differs: string | null;
  }>(
    `with told as (
       select seq, at, interaction_id, body->>'messageId' as message_id,
              case type when 'MessageReceived' then 'customer' else body->>'agentId' end as sender,
              coalesce(body->>'audience', 'all') as audience, body->>'kind' as kind
         from journal where center_id = $1 and type in ('MessageReceived', 'MessageSent')
     ), stored as (
       select * from message where center_id = $1
     )
     select t.seq, s.seq as row_seq, t.message_id as event_message, s.message_id as row_message,
            case when s.seq <> t.seq then 'seq'
                 when s.interaction_id <> t.interaction_id then 'interaction'
                 when s.at <> t.at then 'time'
                 when s.sender <> t.sender then 'sender'
                 when s.audience <> t.audience then 'audience'
                 when s.erased_at is null and s.body->>'kind' <> t.kind then 'kind' end as differs
       from told t full join stored s using (message_id)
      where t.seq is null or s.seq is null or s.seq <> t.seq or s.interaction_id <> t.interaction_id or s.at <> t.at
         or s.sender <> t.sender or s.audience <> t.audience or (s.erased_at is null and s.body->>'kind' <> t.kind)
      order by coalesce(t.seq, s.seq)`,
    [centerId],
  );
  for (const pair of pairs) {
    if (pair.row_seq === null) {
      report(
        "message_missing",
        pair.event_message ?? "?",
        `journal entry ${pair.seq} has no row in the table message`,
      );
    } else if (pair.seq === null) {
      report(
        "message_extra",
        pair.row_message ?? "?",
        `the row of ${pair.row_seq} has no event in the journal`,
      );
    } else {
      report(
        "message_differs",
        pair.row_message ?? "?",
        `${pair.differs} is not that of journal entry ${pair.seq}`,
      );
    }
  }
  const receipts = await tx.rows<{ message_id: string; is: string; should: string }>(
    `with reported as (
       select body->>'messageId' as message_id, min(at) as delivered_at,
              min(at) filter (where body->>'receipt' = 'read') as read_at
         from journal where center_id = $1 and type = 'MessageReceiptReported' group by 1
     )
     select m.message_id, concat_ws('/', coalesce(m.delivered_at::text, '-'), coalesce(m.read_at::text, '-')) as "is",
            concat_ws('/', coalesce(r.delivered_at::text, '-'), coalesce(r.read_at::text, '-')) as should
       from message m left join reported r using (message_id)
      where m.center_id = $1
        and (m.delivered_at is distinct from r.delivered_at or m.read_at is distinct from r.read_at)
      order by m.seq`,
    [centerId],
  );
  for (const row of receipts) {
    report("receipt_differs", row.message_id, `delivered/read is ${row.is}, by the journal ${row.should}`);
  }
  const [count] = await tx.rows<{ count: number }>(
    "select count(*) as count from message where center_id = $1",
    [centerId],
  );
  return count?.count ?? 0;
}
