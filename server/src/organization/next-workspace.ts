import type { Database } from '../engines/index.ts';
import type { Actor } from '../http/index.ts';
import { dayStart, formatId } from '../kernel/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import { OwnPasswordNeeded, TooManyWorkspaces, UserNotFound } from './problems.ts';
import { unscoped } from './scope.ts';
import { insertUser, readAccount } from './user-store.ts';
import type { User } from './user.ts';
import { checkCurrency } from './workspaces.ts';

/** Brands of one installation. Those who work in more than this are no longer one house. */
export const workspacesMax = 50;

export type NextWorkspaces = {
  /**
   * Opens another brand. Its owner is who asks, with an account of its own: name, e-mail, language and password are copied once and go their own
   * ways afterwards. Refuses (409) who has no password and the 51st brand, and (422) a zone or currency that does not exist.
   */
  open(actor: Actor, brand: { name: string; zone?: string | undefined; currency?: string | undefined }): Promise<User>;
};

type Options = { db: Database; clock: Clock; ids: Ids; audit: Audit };

export function createNextWorkspaces({ db, clock, ids, audit }: Options): NextWorkspaces {
  return {
    open: (actor, brand) => db.asEngine(async (tx) => {
      const account = await readAccount(tx, actor.workspaceId, actor.id);
      if (!account) throw UserNotFound();
      if (account.passwordHash === undefined) throw OwnPasswordNeeded();
      // The row is the lock: of two at once the second counts the first.
      await tx.query('select from installation for update');
      const [now] = await tx.query<{ count: number; zone: string; currency: string }>(`
        select zone, currency, (select count(*)::int from workspace) as count from workspace where workspace_id = $1`, [actor.workspaceId]);
      if (!now || now.count >= workspacesMax) throw TooManyWorkspaces({ max: workspacesMax });
      const { name, zone = now.zone, currency = now.currency } = brand;
      dayStart('2026-01-01', zone);
      checkCurrency(currency.toUpperCase());
      const workspaceId = ids.next('workspace');
      const user: User = { ...account.user, ...unscoped, workspaceId, userId: ids.next('user'), role: 'owner', createdAtMs: clock.now(), disabled: false };
      await tx.query('insert into workspace (workspace_id, name, zone, currency, created_at) values ($1, $2, $3, $4, $5)', [workspaceId, name, zone, currency.toUpperCase(), new Date(clock.now())]);
      await insertUser(tx, { ...user, passwordHash: account.passwordHash });
      const object = { kind: 'workspace', id: formatId('workspace', workspaceId) };
      await audit(tx, actor.workspaceId, { actor, action: 'workspace.opened', object, detail: { name } });
      await audit(tx, workspaceId, { actor: { kind: 'user', id: user.userId }, action: 'workspace.created', object, detail: { name } });
      return user;
    }),
  };
}
