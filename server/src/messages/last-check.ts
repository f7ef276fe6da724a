import type { Log, Transaction } from '../engines/index.ts';
import { excludedOf } from './customer-facts.ts';
import type { Hold } from './due-store.ts';
import { capsDefault, judge } from './message.ts';
import { messageEvent } from './message-event.ts';
import { consentsOf, originColumns, originOf, storeDecisions, suppressionsOf, zoneOf } from './message-store.ts';
import type { Decision, MessageOrigin, OriginRow } from './message-store.ts';
import type { QuietHours } from './quiet.ts';
import { settingsOf } from './settings-store.ts';

type Handed = MessageOrigin & { quietHours: QuietHours; hold: Hold | null; removed: boolean; reworded: boolean };
type Asked = { workspaceId: bigint; messageIds: readonly bigint[]; nowMs: number };

/**
 * The word before messages leave the house: hours may have passed since they were handed to their channel. What must not go out now is
 * taken back: to the outbox when its SOP is paused, has new words, or it is night (it is judged anew then), for good when the SOP has ended or the
 * customer said no. Answers those that may go. Caps are not counted again: what was handed over is counted already.
 */
export async function lastCheck(log: Log, tx: Transaction, { workspaceId, messageIds, nowMs }: Asked): Promise<Set<bigint>> {
  const handed = await lockHanded(tx, workspaceId, messageIds);
  const situationOf = await readSituations(tx, { workspaceId, handed, nowMs });
  const back: { message: Handed; decision: Decision }[] = [];
  const mayGo = new Set<bigint>();
  for (const message of handed) {
    const decision = { messageId: message.messageId, notBeforeMs: null, staffUserId: null, hash: null };
    const verdict = judge(message, situationOf(message));
    if (message.hold === 'ended') back.push({ message, decision: { ...decision, state: 'suppressed', reason: 'sop_ended', checks: [] } });
    else if (verdict.state === 'suppressed') back.push({ message, decision: { ...decision, state: 'suppressed', reason: verdict.reason, checks: verdict.checks } });
    else if (message.hold === 'paused' || message.reworded) back.push({ message, decision: { ...decision, state: 'planned', reason: null, checks: [] } });
    else if (verdict.state === 'deferred') back.push({ message, decision: { ...decision, state: 'deferred', reason: verdict.reason, checks: verdict.checks, notBeforeMs: verdict.untilMs } });
    else mayGo.add(message.messageId);
  }
  if (back.length > 0) await storeDecisions(tx, workspaceId, back.map(({ decision }) => decision), nowMs);
  await log.append(tx, workspaceId, back.flatMap(({ message, decision: { state, reason } }) => (
    state === 'suppressed' ? [messageEvent('message.suppressed', message, nowMs, { reason })] : [])));
  return mayGo;
}

/** First the SOPs, then the messages: the order in which verdicts lock them, so that neither waits for the other in a circle. */
async function lockHanded(tx: Transaction, workspaceId: bigint, messageIds: readonly bigint[]): Promise<Handed[]> {
  const sops = await tx.query<{ sop_id: bigint; hold: Hold | null }>(`
    select sop_id, hold from message_sop where workspace_id = $1
      and sop_id in (select sop_id from message where workspace_id = $1 and message_id = any ($2)) order by sop_id for share`, [workspaceId, messageIds]);
  const holds = new Map(sops.map((row) => [row.sop_id, row.hold]));
  const rows = await tx.query<OriginRow & { quiet_from: string; quiet_to: string; removed: boolean; reworded: boolean }>(`
    select ${originColumns.split(', ').map((column) => `m.${column}`).join(', ')}, m.quiet_from, m.quiet_to, w.step_id is not null and w.template_hash is null as removed,
      coalesce(w.template_hash <> m.template_hash, false) as reworded
    from message m left join message_words w on w.workspace_id = m.workspace_id and w.sop_id = m.sop_id and w.step_id = m.step_id
    where m.workspace_id = $1 and m.message_id = any ($2) and m.state = 'handed_over' order by m.message_id for update of m`, [workspaceId, messageIds]);
  return rows.map((row) => ({ ...originOf(row), quietHours: { from: row.quiet_from, to: row.quiet_to }, removed: row.removed, reworded: row.reworded, hold: holds.get(row.sop_id) ?? null }));
}

async function readSituations(tx: Transaction, { workspaceId, handed, nowMs }: { workspaceId: bigint; handed: readonly Handed[]; nowMs: number }) {
  const customerIds = [...new Set(handed.map((message) => message.customerId))];
  const zone = await zoneOf(tx, workspaceId);
  const { quietHours } = await settingsOf(tx, workspaceId);
  const excluded = await excludedOf(tx, workspaceId, customerIds);
  const suppressions = await suppressionsOf(tx, workspaceId, customerIds, nowMs);
  const consents = new Map<string, Map<bigint, boolean>>();
  for (const channel of new Set(handed.map((message) => message.channel))) consents.set(channel, await consentsOf(tx, workspaceId, channel, customerIds));
  return ({ customerId, channel }: Handed) => ({
    nowMs, zone, quietHours, excluded: excluded.has(customerId), consent: consents.get(channel)?.get(customerId), suppression: suppressions.get(customerId),
    // Found reachable, and counted, when they were handed over.
    reach: { address: '', staffUserId: '' }, caps: capsDefault, received: { inFlight: 0, today: 0, week: 0 }, exhausted: false,
  });
}
