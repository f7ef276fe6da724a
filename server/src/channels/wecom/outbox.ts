import { createHash } from 'node:crypto';
import type { Transaction } from '../../engines/index.ts';
import { dayStart, localDate } from '../../kernel/index.ts';
import type { MessageChannel, Reach } from '../channel.ts';

/** WeCom's own limit: a customer gets at most as many mass messages in a month as it has days (2025-11). */
function monthOf(nowMs: number, zone: string): { startMs: number; days: number } {
  const date = localDate(nowMs, zone);
  const [year = 0, month = 0] = date.split('-').map(Number);
  return { startMs: dayStart(`${date.slice(0, 7)}-01`, zone), days: new Date(Date.UTC(year, month, 0)).getUTCDate() };
}

/** The side of the channel that messages sees: who can be reached, and the queue. Nothing is called here. */
export const wecomOutbox: MessageChannel = {
  textBytesMax: 4_000,
  async reachable(tx, workspaceId, customerIds) {
    // The member who met the customer last writes to them, as WeCom itself would choose before any chat.
    const rows = await tx.query<{ customer_id: bigint; external_user_id: string; staff_user_id: string }>(`
      select distinct on (customer_id) customer_id, external_user_id, staff_user_id from wecom_contact
      where workspace_id = $1 and customer_id = any ($2) and gone_at is null
      order by customer_id, added_at desc, staff_user_id`, [workspaceId, customerIds]);
    return new Map(rows.map((row): [bigint, Reach] => [row.customer_id, { address: row.external_user_id, staffUserId: row.staff_user_id }]));
  },
  async exhausted(tx, workspaceId, customerIds, { nowMs, zone }) {
    const month = monthOf(nowMs, zone);
    const rows = await tx.query<{ customer_id: bigint }>(`
      select customer_id from wecom_delivery
      where workspace_id = $1 and customer_id = any ($2) and state = 'sent' and settled_at >= $3
      group by customer_id having count(*) >= $4`, [workspaceId, customerIds, new Date(month.startMs), month.days]);
    return new Set(rows.map((row) => row.customer_id));
  },
  async hand(tx, workspaceId, deliveries, nowMs) {
    if (deliveries.length === 0) return;
    const texts = new Map(deliveries.map(({ text }) => [hashOf(text), text]));
    await tx.query(`
      insert into wecom_text (workspace_id, hash, text) select $1, t.hash, t.text from unnest($2::text[], $3::text[]) as t (hash, text)
      order by t.hash on conflict do nothing`, [workspaceId, [...texts.keys()], [...texts.values()]]);
    await tx.query(`
      insert into wecom_delivery (workspace_id, message_id, customer_id, external_user_id, staff_user_id, text_hash, confirm_within_ms, handed_at, try_until)
      select $1, d.message_id, d.customer_id, d.external_user_id, d.staff_user_id, d.text_hash, d.confirm_within_ms, $8, to_timestamp(d.try_until_ms / 1000.0)
      from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $9::float8[])
        as d (message_id, customer_id, external_user_id, staff_user_id, text_hash, confirm_within_ms, try_until_ms)
      on conflict do nothing`, [
      workspaceId, deliveries.map((each) => each.messageId), deliveries.map((each) => each.customerId),
      deliveries.map((each) => each.reach.address), deliveries.map((each) => each.reach.staffUserId),
      deliveries.map((each) => hashOf(each.text)), deliveries.map((each) => each.confirmWithinMs), new Date(nowMs),
      deliveries.map((each) => each.tryUntilMs),
    ]);
  },
};

/** A condition on the customer in a column, its values from a place on: who sees a part of the brand counts that part. */
export type OfCustomers = (column: string, place: number) => { sql: string; values: unknown[] };

/** Customers in contact with each of the staff members now. */
export async function contactsOf(tx: Transaction, workspaceId: bigint, wecomUserIds: readonly string[], ofCustomers: OfCustomers): Promise<Map<string, number>> {
  const counted = ofCustomers('customer_id', 3);
  const rows = await tx.query<{ staff_user_id: string; contacts: number }>(`
    select staff_user_id, count(distinct customer_id)::int as contacts from wecom_contact
    where workspace_id = $1 and staff_user_id = any ($2) and gone_at is null and ${counted.sql} group by staff_user_id`, [workspaceId, wecomUserIds, ...counted.values]);
  return new Map(rows.map((row) => [row.staff_user_id, row.contacts]));
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
