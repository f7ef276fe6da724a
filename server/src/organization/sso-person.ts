import type { Role } from '@homefield/contract';
import type { Database, Transaction } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import type { Clock, Ids } from '../kernel/index.ts';
import type { Audit } from './audit.ts';
import type { Claims } from './sso-client.ts';
import { SsoFailed } from './sso-failed.ts';
import { normalEmail } from './user.ts';
import { unscoped } from './scope.ts';
import type { User } from './user.ts';
import { findUser, insertUser, readUser } from './user-store.ts';

type Provider = { workspaceId: bigint; issuer: string; domains: readonly string[]; newRole: Role | null };

/**
 * The person behind what a provider says: by its own id for them, at the first time by their e-mail address. The domain rule holds every
 * time. An address that the provider has not verified is nobody's: whoever types an owner's address there would be the owner here.
 */
export async function admitPerson({ db, clock, ids, audit }: { db: Database; clock: Clock; ids: Ids; audit: Audit }, provider: Provider, claims: Claims): Promise<User> {
  const { workspaceId, issuer, domains, newRole } = provider;
  const email = normalEmail(claims.email ?? '');
  if (!email.includes('@') || claims.emailVerified === false) throw new SsoFailed('no_email');
  if (domains.length > 0 && !domains.includes(email.slice(email.lastIndexOf('@') + 1))) throw new SsoFailed('foreign_domain');
  return db.asEngine(async (tx) => {
    const linked = await linkedUser(tx, provider, claims.subject);
    if (linked) return admitted(linked);
    // Of this brand alone: what another brand calls the same address is none of this provider's business.
    const known = await findUser(tx, workspaceId, email);
    if (known) {
      const user = admitted(known);
      // The address has passed to somebody else at the provider: a person has to look at that.
      if (!(await link(tx, provider, user.userId, claims.subject))) throw new SsoFailed('other_account');
      await audit(tx, workspaceId, { actor: { kind: 'user', id: user.userId }, action: 'sso.linked', object: { kind: 'user', id: formatId('user', user.userId) } });
      return user;
    }
    if (newRole === null) throw new SsoFailed('unknown_person');
    const user: User = { workspaceId, userId: ids.next('user'), email, name: (claims.name?.trim() || email.split('@')[0] || email).slice(0, 100), role: newRole, language: null, createdAtMs: clock.now(), disabled: false, ...unscoped };
    await insertUser(tx, { ...user, passwordHash: null });
    await link(tx, { workspaceId, issuer }, user.userId, claims.subject);
    await audit(tx, workspaceId, { actor: null, action: 'user.created', object: { kind: 'user', id: formatId('user', user.userId) }, detail: { role: newRole, by: 'sso' } });
    return user;
  });
}

async function linkedUser(tx: Transaction, { workspaceId, issuer }: Provider, subject: string): Promise<User | undefined> {
  const [row] = await tx.query<{ user_id: bigint }>('select user_id from sso_identity where workspace_id = $1 and issuer = $2 and subject = $3', [workspaceId, issuer, subject]);
  return row && readUser(tx, workspaceId, row.user_id);
}

async function link(tx: Transaction, { workspaceId, issuer }: Pick<Provider, 'workspaceId' | 'issuer'>, userId: bigint, subject: string): Promise<boolean> {
  const made = await tx.query('insert into sso_identity (workspace_id, user_id, issuer, subject) values ($1, $2, $3, $4) on conflict do nothing returning 1', [workspaceId, userId, issuer, subject]);
  return made.length > 0;
}

function admitted(user: User): User {
  if (user.disabled) throw new SsoFailed('disabled');
  return user;
}
