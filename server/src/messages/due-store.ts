import type { Transaction } from '../engines/index.ts';
import { hashOf, originOf, putContents } from './message-store.ts';
import type { MessageOrigin, OriginRow } from './message-store.ts';
import type { QuietHours } from './quiet.ts';

/** `hash`: of the words. `removed`: the newest version of the SOP has no such step. */
export type DueMessage = MessageOrigin & { workspaceId: bigint; text: string; hash: string; removed: boolean; quietHours: QuietHours; confirmWithinMs: number; handedMs: number | null };

/** Why nothing of an SOP goes out. */
export type Hold = 'paused' | 'ended';

/** Holds back (null: lets go) what an SOP has in the outbox, and what it will put there. Waits for verdicts that are being written. */
export async function holdSop(tx: Transaction, workspaceId: bigint, sopId: bigint, hold: Hold | null): Promise<void> {
  await tx.query(`
    insert into message_sop (workspace_id, sop_id, hold) values ($1, $2, $3) on conflict (workspace_id, sop_id) do update set hold = excluded.hold`, [workspaceId, sopId, hold]);
}

/** More SOPs than a brand runs; the rest waits for the next round. */
const sopsMax = 1_000;

/**
 * Messages whose time has come, locked until the transaction ends; another worker takes others. Their SOPs are locked too: a pause
 * waits for what is being written, and what is read after it knows of it.
 */
export async function lockDue(tx: Transaction, nowMs: number, max: number): Promise<DueMessage[]> {
  const sops = await tx.query<{ workspace_id: bigint; sop_id: bigint }>(`
    select s.workspace_id, s.sop_id from message_sop s
    where s.hold is null and exists (
      select from message m where m.workspace_id = s.workspace_id and m.sop_id = s.sop_id and m.state in ('planned', 'deferred') and m.not_before <= $1)
    order by s.workspace_id, s.sop_id limit ${sopsMax} for share of s skip locked`, [new Date(nowMs)]);
  if (sops.length === 0) return [];
  const rows = await tx.query<OriginRow & { workspace_id: bigint; text: string; quiet_from: string; quiet_to: string; confirm_within_ms: bigint; handed_at: number | null; hash: string; removed: boolean }>(`
    select m.*, c.text, c.hash, w.step_id is not null and w.template_hash is null as removed from unnest($3::bigint[], $4::bigint[]) as s (workspace_id, sop_id)
    cross join lateral (
      select d.workspace_id, d.message_id, d.customer_id, d.channel, d.template_hash, d.sop_id, d.enrollment_id, d.step_id, d.quiet_from, d.quiet_to, d.confirm_within_ms, d.handed_at, d.not_before
      from message d where d.workspace_id = s.workspace_id and d.sop_id = s.sop_id and d.state in ('planned', 'deferred') and d.not_before <= $1
      order by d.not_before, d.message_id limit $2 for update skip locked
    ) m
    left join message_words w on w.workspace_id = m.workspace_id and w.sop_id = m.sop_id and w.step_id = m.step_id
    join message_content c on c.workspace_id = m.workspace_id and c.hash = coalesce(w.template_hash, m.template_hash)
    order by m.not_before, m.message_id limit $2`, [new Date(nowMs), max, sops.map((sop) => sop.workspace_id), sops.map((sop) => sop.sop_id)]);
  return rows.map((row) => ({
    ...originOf(row), workspaceId: row.workspace_id, text: row.text, hash: row.hash, removed: row.removed, quietHours: { from: row.quiet_from, to: row.quiet_to }, confirmWithinMs: Number(row.confirm_within_ms), handedMs: row.handed_at,
  }));
}

/** The words of a step of an SOP. */
export type StepWords = { stepId: string; text: string };

/** From now on these words hold for what is not with staff yet; steps that are not among them send nothing any more. */
export async function putWords(tx: Transaction, workspaceId: bigint, sopId: bigint, steps: readonly StepWords[]): Promise<void> {
  await putContents(tx, workspaceId, steps.map(({ text }) => text));
  await tx.query('update message_words set template_hash = null where workspace_id = $1 and sop_id = $2 and step_id <> all ($3)', [workspaceId, sopId, steps.map(({ stepId }) => stepId)]);
  await tx.query(`
    insert into message_words (workspace_id, sop_id, step_id, template_hash) select $1, $2, w.step_id, w.hash from unnest($3::text[], $4::text[]) as w (step_id, hash)
    on conflict (workspace_id, sop_id, step_id) do update set template_hash = excluded.template_hash`,
  [workspaceId, sopId, steps.map(({ stepId }) => stepId), steps.map(({ text }) => hashOf(text))]);
}
