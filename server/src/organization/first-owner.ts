import { timingSafeEqual } from 'node:crypto';
import type { Database, Transaction } from '../engines/index.ts';
import { dayStart, formatId, randomToken } from '../kernel/index.ts';
import type { Clock, Ids, Randomness } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import { checkPassword } from './password-check.ts';
import type { Passwords } from './passwords.ts';
import { OwnerExists, SetupTokenWrong } from './problems.ts';
import type { SignInLimit } from './sign-in-limit.ts';
import { unscoped } from './scope.ts';
import { tokenHash } from './session-store.ts';
import { normalEmail } from './user.ts';
import type { User } from './user.ts';
import { insertUser } from './user-store.ts';
import { checkCurrency } from './workspaces.ts';

export type FirstOwners = {
  /** True until an owner exists. */
  isFirstRun(): Promise<boolean>;
  /** A new setup token (the last one is void: only hashes are kept), or null when an owner exists. Printed by `start`. */
  ensureSetupToken(): Promise<string | null>;
  /** Makes the owner, once, and the workspace; one that has waited for people (a first import) is taken over. */
  create(request: { setupToken: string; name: string; email: string; password: string; workspaceName: string; zone?: string | undefined; currency?: string | undefined; address: string }): Promise<User>;
};

type Options = { db: Database; clock: Clock; ids: Ids; randomness: Randomness; passwords: Passwords; audit: Audit; limit: SignInLimit };

export function createFirstOwners(options: Options): FirstOwners {
  const { db, clock, ids, randomness, passwords, audit, limit } = options;
  return {
    isFirstRun: () => db.asEngine(async (tx) => !(await ownerExists(tx))),
    ensureSetupToken: () => db.asEngine(async (tx) => {
      if (await ownerExists(tx)) return null;
      const token = randomToken(randomness);
      await tx.query('update installation set setup_token_hash = $1', [tokenHash(token)]);
      return token;
    }),
    async create({ setupToken, name, email, password, workspaceName, zone = 'Asia/Shanghai', currency = 'CNY', address }) {
      if (await db.asEngine(ownerExists)) throw OwnerExists();
      checkPassword(password, { email, brand: workspaceName });
      dayStart('2026-01-01', zone);
      checkCurrency(currency.toUpperCase());
      // Guesses count as failed sign-ins of the address.
      const attempt = await limit.begin(normalEmail(email), address);
      const passwordHash = await passwords.hash(password);
      const user: User = { workspaceId: ids.next('workspace'), userId: ids.next('user'), email: normalEmail(email), name, role: 'owner', language: null, createdAtMs: clock.now(), disabled: false, ...unscoped };
      await db.asEngine(async (tx) => {
        // The row is the lock: of two first owners at once the second finds the first.
        const [installation] = await tx.query<{ setup_token_hash: Buffer | null }>('select setup_token_hash from installation for update');
        if (await ownerExists(tx)) throw OwnerExists();
        const stored = installation?.setup_token_hash;
        if (!stored || !timingSafeEqual(stored, tokenHash(setupToken.trim()))) throw SetupTokenWrong();
        // What was imported before anybody could sign in belongs to the first owner.
        const [waiting, ...others] = await tx.query<{ workspace_id: bigint }>('select workspace_id from workspace where not exists (select from user_account u where u.workspace_id = workspace.workspace_id) order by workspace_id limit 2');
        if (waiting && others.length === 0) {
          user.workspaceId = waiting.workspace_id;
          // Orders that were imported before anybody was there were counted in the currency of the start.
          await tx.query(`update workspace set name = $2, zone = $3, currency = case when exists (select from customer_order o where o.workspace_id = $1) then currency else $4 end where workspace_id = $1`, [user.workspaceId, workspaceName, zone, currency.toUpperCase()]);
        } else await tx.query('insert into workspace (workspace_id, name, zone, currency, created_at) values ($1, $2, $3, $4, $5)', [user.workspaceId, workspaceName, zone, currency.toUpperCase(), new Date(clock.now())]);
        await insertUser(tx, { ...user, passwordHash });
        await tx.query('update installation set setup_token_hash = null');
        // The person did it, not the system: whoever reads the log asks who.
        await audit(tx, user.workspaceId, { actor: { kind: 'user', id: user.userId }, action: 'workspace.created', object: { kind: 'workspace', id: formatId('workspace', user.workspaceId) } });
      });
      await attempt.succeeded();
      return user;
    },
  };
}

async function ownerExists(tx: Transaction): Promise<boolean> {
  const rows = await tx.query("select 1 from user_account where role = 'owner' limit 1");
  return rows.length > 0;
}
