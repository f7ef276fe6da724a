import { LOCAL_CODES } from '@homefield/wecom';
import type { WecomError } from '@homefield/wecom';
import type { Transaction } from '../../engines/index.ts';
import { minuteMs } from '../../kernel/index.ts';

/** A connection's turn to send. */
export type Turn = { workspaceId: bigint; token: bigint };

/** The connection that has waited longest and has something due. One that rests, or whose turn another worker has, is passed over. */
export async function takeTurn(tx: Transaction, { nowMs, untilMs, token }: { nowMs: number; untilMs: number; token: bigint }): Promise<Turn | undefined> {
  const [row] = await tx.query<{ workspace_id: bigint }>(`
    with turn as (
      select c.workspace_id, c.channel_id from channel c
      where c.kind = 'wecom' and (c.rest_until is null or c.rest_until <= $1) and (c.turn_until is null or c.turn_until <= $1) and exists (
        select from wecom_broadcast b where b.workspace_id = c.workspace_id and b.next_at <= $1 and (b.lease_until is null or b.lease_until <= $1))
      order by c.turned_at nulls first, c.workspace_id limit 1 for update of c skip locked
    )
    update channel c set turn_token = $2, turn_until = $3, turned_at = $1 from turn
    where c.workspace_id = turn.workspace_id and c.channel_id = turn.channel_id returning c.workspace_id`, [new Date(nowMs), token, new Date(untilMs)]);
  return row && { workspaceId: row.workspace_id, token };
}

export async function endTurn(tx: Transaction, { workspaceId, token }: Turn): Promise<void> {
  await tx.query(`update channel set turn_token = null, turn_until = null where workspace_id = $1 and kind = 'wecom' and turn_token = $2`, [workspaceId, token]);
}

/** Faults of one member, one customer or one text say nothing about the connection: these do. */
const refusedCodes: ReadonlySet<number> = new Set([40_001, 40_013, 40_091, 41_001, 41_002, 41_004, 48_002, 48_006, 60_020, 301_002, 40_014, 42_001]);
const silentCodes: ReadonlySet<number> = new Set([LOCAL_CODES.timedOut, LOCAL_CODES.network]);

export type Fault = 'refused' | 'silent';

/** Whether an error is one of the connection: its credentials are refused, or nobody answers. */
export function faultOf({ code }: Pick<WecomError, 'code'>): Fault | null {
  return refusedCodes.has(code) ? 'refused' : silentCodes.has(code) ? 'silent' : null;
}

/** One lost answer is chance; refused credentials are refused the next time too. */
const silentMax = 3;
const restMaxMs = 30 * minuteMs;

/** How long a connection rests after its n-th fault in a row: a minute, doubled each time, at most half an hour. */
export function restMs(fault: Fault, failures: number): number {
  const beyond = fault === 'refused' ? failures - 1 : failures - silentMax;
  return beyond < 0 ? 0 : Math.min(minuteMs * 2 ** Math.min(beyond, 10), restMaxMs);
}
