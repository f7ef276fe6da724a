import { otherSessionsMax } from '@homefield/contract';
import type { OtherSession, Role } from '@homefield/contract';
import type { Transaction } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import type { Place } from './device.ts';
import { absoluteMs, idleMs, tokenHash } from './session-store.ts';

/** What a browser brings along: where it is, the token of the session in use and those of the sessions kept beside it. */
export type Browsing = Place & { token?: string | undefined; besideTokens?: readonly string[] | undefined };

/** A living session of a browser, with whose it is. A browser holds at most one of each brand. */
export type HeldSession = { token: string; tokenHash: Buffer; workspaceId: bigint; workspaceName: string; userId: bigint; userName: string; email: string; role: Role };

type Row = { token_hash: Buffer; workspace_id: bigint; workspace_name: string; user_id: bigint; user_name: string; email: string; role: Role };

/** Those of the tokens that still open something, in their order; invented and ended ones fall out. For `db.asEngine` only: they are of several brands. */
export async function readHeld(tx: Transaction, tokens: readonly (string | undefined)[], nowMs: number): Promise<HeldSession[]> {
  const wanted = [...new Set(tokens)].flatMap((token) => (token === undefined ? [] : [{ token, hash: tokenHash(token) }])).slice(0, otherSessionsMax + 1);
  if (wanted.length === 0) return [];
  const rows = await tx.query<Row>(`
    select s.token_hash, s.workspace_id, w.name as workspace_name, s.user_id, u.name as user_name, u.email, u.role
    from session s join user_account u on u.workspace_id = s.workspace_id and u.user_id = s.user_id join workspace w on w.workspace_id = s.workspace_id
    where s.token_hash = any ($1::bytea[]) and s.seen_at > $2 and s.created_at > $3 and u.disabled_at is null limit $4`,
  [wanted.map(({ hash }) => hash), new Date(nowMs - idleMs), new Date(nowMs - absoluteMs), wanted.length]);
  const held = wanted.flatMap(({ token, hash }) => {
    const row = rows.find(({ token_hash: stored }) => stored.equals(hash));
    return row ? [{ token, tokenHash: hash, workspaceId: row.workspace_id, workspaceName: row.workspace_name, userId: row.user_id, userName: row.user_name, email: row.email, role: row.role }] : [];
  });
  return held.filter((one, index) => held.findIndex(({ workspaceId }) => workspaceId === one.workspaceId) === index);
}

const tokenPattern = /^[\w-]{43}$/;

/** The cookie of the other sessions as it is written and read. What is no token was not written by us. */
export const writeTokens = (tokens: readonly string[]) => tokens.join('.');
export function readTokens(text: string | undefined): string[] {
  return (text ?? '').slice(0, 1_000).split('.').filter((token) => tokenPattern.test(token)).slice(0, otherSessionsMax);
}

export function shownOther({ workspaceId, workspaceName, userName, email, role }: HeldSession): OtherSession {
  return { workspaceId: formatId('workspace', workspaceId), workspaceName, userName, email, role };
}
