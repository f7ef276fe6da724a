import { messageChannels } from '@homefield/contract';
import { needSeen, ofScope } from '../customers/index.ts';
import type { Transaction } from '../engines/index.ts';
import type { Viewer } from '../kernel/index.ts';

/** What one customer said about each channel (`allowed` null: nothing), and whether nothing at all reaches them for now. */
export type CustomerReach = {
  channels: { channel: (typeof messageChannels)[number]; allowed: boolean | null; atMs: number | null }[];
  suppression: { reason: string; untilMs: number | null } | null;
};
export type ReachChange = { channels: readonly { channel: string; allowed: boolean | null }[]; suppression?: CustomerReach['suppression'] | undefined };

export async function putConsents(tx: Transaction, workspaceId: bigint, consent: { customerIds: readonly bigint[]; channel: string; allowed: boolean; nowMs: number }): Promise<void> {
  await tx.query(`
    insert into message_consent (workspace_id, customer_id, channel, allowed, at) select $1, c, $3, $4, $5 from unnest($2::bigint[]) as c order by c
    on conflict (workspace_id, customer_id, channel) do update set allowed = excluded.allowed, at = excluded.at where message_consent.allowed <> excluded.allowed`,
  [workspaceId, consent.customerIds, consent.channel, consent.allowed, new Date(consent.nowMs)]);
}

/** The reason by which nothing is ever sent to a customer of the sample brand. Neither taken back nor replaced: their addresses are invented. */
export const sampleSuppression = 'sample';

export async function putSuppressions(tx: Transaction, workspaceId: bigint, suppression: { customerIds: readonly bigint[]; reason: string; untilMs: number | null }): Promise<void> {
  await tx.query(`
    insert into message_suppression (workspace_id, customer_id, reason, until) select $1, c, $3, $4 from unnest($2::bigint[]) as c order by c
    on conflict (workspace_id, customer_id) do update set reason = excluded.reason, until = excluded.until where message_suppression.reason <> '${sampleSuppression}'`,
  [workspaceId, suppression.customerIds, suppression.reason, suppression.untilMs === null ? null : new Date(suppression.untilMs)]);
}

/** Customers whom the viewer sees who said no to a channel or are suppressed at the instant, by id after `afterId`. */
export async function unwillingPage(tx: Transaction, { workspaceId, dataScope }: Viewer, at: { channel: string; nowMs: number; afterId: bigint; limit: number }): Promise<bigint[]> {
  const seen = ofScope(dataScope, 'customer_id', 6);
  const rows = await tx.query<{ customer_id: bigint }>(`
    select customer_id from (
      select customer_id from message_consent where workspace_id = $1 and channel = $2 and not allowed and customer_id > $4
      union select customer_id from message_suppression where workspace_id = $1 and (until is null or until > $3) and customer_id > $4
    ) as unwilling where ${seen.sql} order by customer_id limit $5`, [workspaceId, at.channel, new Date(at.nowMs), at.afterId, at.limit, ...seen.values]);
  return rows.map((row) => row.customer_id);
}

/** Refuses (404) a customer who is unknown, erased or not seen. A suppression that is over is none. */
export async function reachOf(tx: Transaction, viewer: Viewer, customerId: bigint, nowMs: number): Promise<CustomerReach> {
  await needSeen(tx, viewer, customerId);
  const { workspaceId } = viewer;
  const consents = await tx.query<{ channel: string; allowed: boolean; at: number }>(
    'select channel, allowed, at from message_consent where workspace_id = $1 and customer_id = $2', [workspaceId, customerId]);
  const [suppression] = await tx.query<{ reason: string; until: number | null }>(`
    select reason, until from message_suppression where workspace_id = $1 and customer_id = $2 and (until is null or until > $3)`, [workspaceId, customerId, new Date(nowMs)]);
  return {
    channels: messageChannels.map((channel) => {
      const known = consents.find((row) => row.channel === channel);
      return { channel, allowed: known?.allowed ?? null, atMs: known?.at ?? null };
    }),
    suppression: suppression ? { reason: suppression.reason, untilMs: suppression.until } : null,
  };
}

/** What is left out stays as it is. Refuses (404) a customer who is unknown, erased or not seen. */
export async function changeReach(tx: Transaction, viewer: Viewer, customerId: bigint, change: ReachChange, nowMs: number): Promise<CustomerReach> {
  await needSeen(tx, viewer, customerId);
  const { workspaceId } = viewer;
  for (const { channel, allowed } of change.channels) {
    if (allowed === null) await tx.query('delete from message_consent where workspace_id = $1 and customer_id = $2 and channel = $3', [workspaceId, customerId, channel]);
    else await putConsents(tx, workspaceId, { customerIds: [customerId], channel, allowed, nowMs });
  }
  if (change.suppression === null) await tx.query('delete from message_suppression where workspace_id = $1 and customer_id = $2 and reason <> $3', [workspaceId, customerId, sampleSuppression]);
  else if (change.suppression) await putSuppressions(tx, workspaceId, { customerIds: [customerId], ...change.suppression });
  return reachOf(tx, viewer, customerId, nowMs);
}
