import type { Transaction } from '../engines/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import type { Actor } from '../http/index.ts';

/** Who did what to which object. `detail` never holds a secret, a phone number or an e-mail address. */
export type AuditEntry = {
  /** Null: the system itself. */
  actor: Pick<Actor, 'kind' | 'id'> | null;
  /** `noun.verb_past`, e.g. `api_key.created`. */
  action: string;
  object?: { kind: string; id: string };
  detail?: Readonly<Record<string, unknown>>;
};

/** Writes into the audit log in the transaction of the act itself. The log is only ever added to. */
export type Audit = (tx: Transaction, workspaceId: bigint, entry: AuditEntry) => Promise<void>;

export function createAudit({ ids, clock }: { ids: Ids; clock: Clock }): Audit {
  return async (tx, workspaceId, { actor, action, object, detail }) => {
    await tx.query(`
      insert into audit_entry (workspace_id, audit_id, at, actor_kind, actor_id, action, object_kind, object_id, detail)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [workspaceId, ids.next('audit'), new Date(clock.now()), actor?.kind ?? 'system', actor?.id ?? null, action, object?.kind ?? null, object?.id ?? null, JSON.stringify(detail ?? {})]);
  };
}
