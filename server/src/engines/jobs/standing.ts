import type { Transaction } from '../postgres/index.ts';

/** Of the kinds in a workspace: whether a job waits or runs, and which was started last. Both are SQL; the arguments are SQL too. */
export const openJobSql = (workspace: string, kinds: string): string => (
  `select from job where job.workspace_id = ${workspace} and job.kind = any (${kinds}) and job.state in ('waiting', 'running')`);
export const newestJobSql = (workspace: string, kinds: string): string => (
  `select max(job.job_id) from job where job.workspace_id = ${workspace} and job.kind = any (${kinds})`);

/** A job that failed or was canceled is not open. When `newest` has changed, one was begun (and perhaps ended) in between. */
export async function jobStanding(tx: Transaction, workspaceId: bigint, kinds: readonly string[]): Promise<{ open: boolean; newest: bigint | null }> {
  const [row] = await tx.query<{ open: boolean; newest: bigint | null }>(
    `select exists (${openJobSql('$1', '$2')}) as open, (${newestJobSql('$1', '$2')}) as newest`, [workspaceId, kinds]);
  return row ?? { open: false, newest: null };
}

/** Asks, in any transaction, whether a job of the kinds is open or was begun since `newest` was read. */
export function jobsSince(workspaceId: bigint, kinds: readonly string[], newest: bigint | null): (tx: Transaction) => Promise<boolean> {
  return async (tx) => {
    const now = await jobStanding(tx, workspaceId, kinds);
    return now.open || now.newest !== newest;
  };
}
