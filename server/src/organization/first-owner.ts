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
  /** Null once an owner exists. `held`: orders were imported by command already, and hold the zone that their days were read in and the currency. */
  firstRun(): Promise<{ held: { zone: string; currency: string } | undefined } | null>;
  /** A new setup token (the last one is void: only hashes are kept), or null when an owner exists. Printed by `start`. */
  ensureSetupToken(): Promise<string | null>;
  /** Makes the owner, once, and the workspace; one that has waited for people (a first import) is taken over, with the zone and currency of its orders if it has any. */
  create(request: { setupToken: string; name: string; email: string; password: string; workspaceName: string; zone?: string | undefined; currency?: string | undefined; address: string }): Promise<User>;
};

type Options = { db: Database; clock: Clock; ids: Ids; randomness: Randomness; passwords: Passwords; audit: Audit; limit: SignInLimit };

export function createFirstOwners(options: Options): FirstOwners {
  const { db, clock, ids, randomness, passwords, audit, limit } = options;
  return {
    firstRun: () => db.asEngine(async (tx) => (await ownerExists(tx) ? null : { held: heldOf(await readWaiting(tx)) })),
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
        const waiting = await readWaiting(tx);
        const held = heldOf(waiting);
        if (waiting) {
          user.workspaceId = waiting.workspaceId;
          await tx.query('update workspace set name = $2, zone = $3, currency = $4 where workspace_id = $1', [user.workspaceId, workspaceName, held?.zone ?? zone, held?.currency ?? currency.toUpperCase()]);
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

type Waiting = { workspaceId: bigint; zone: string; currency: string; hasOrders: boolean };

/** The brand that was made by a command, before anybody could sign in; of several nobody can say which is meant. */
async function readWaiting(tx: Transaction): Promise<Waiting | undefined> {
  const [waiting, ...others] = await tx.query<Waiting>(`
    select workspace_id as "workspaceId", zone, currency, exists (select from customer_order o where o.workspace_id = w.workspace_id) as "hasOrders" from workspace w
    where not exists (select from user_account u where u.workspace_id = w.workspace_id) order by workspace_id limit 2`);
  return others.length === 0 ? waiting : undefined;
}

/** Orders were read in the zone of the import and counted in its currency: in others every day and every amount would be wrong. */
const heldOf = (waiting: Waiting | undefined) => (waiting?.hasOrders ? { zone: waiting.zone, currency: waiting.currency } : undefined);

async function ownerExists(tx: Transaction): Promise<boolean> {
  const rows = await tx.query("select 1 from user_account where role = 'owner' limit 1");
  return rows.length > 0;
}
