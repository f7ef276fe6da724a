import type { Database, Worker } from '../engines/index.ts';
import type { Authenticator } from '../http/index.ts';
import type { Clock, Ids, Randomness } from '../kernel/index.ts';
import { createApiKeys } from './api-keys.ts';
import type { ApiKeys } from './api-keys.ts';
import { createAudit } from './audit.ts';
import type { Audit } from './audit.ts';
import { createAuditReader } from './audit-reader.ts';
import type { AuditReader } from './audit-reader.ts';
import { createFirstOwners } from './first-owner.ts';
import type { FirstOwners } from './first-owner.ts';
import { createInvites } from './invites.ts';
import type { Invites } from './invites.ts';
import { createNextWorkspaces } from './next-workspace.ts';
import type { NextWorkspaces } from './next-workspace.ts';
import { createPasswords } from './passwords.ts';
import type { Passwords } from './passwords.ts';
import { createPasswordResets } from './password-resets.ts';
import type { PasswordResets } from './password-resets.ts';
import { createSessions } from './sessions.ts';
import type { Sessions } from './sessions.ts';
import { createSignInLimit } from './sign-in-limit.ts';
import type { SignInLimit } from './sign-in-limit.ts';
import { createSso } from './sso.ts';
import type { Sso } from './sso.ts';
import { createStaff } from './staff.ts';
import type { Staff } from './staff.ts';
import { createStores } from './stores.ts';
import type { Stores } from './stores.ts';
import { createTotp } from './totp.ts';
import type { Totp } from './totp.ts';
import { createUsers } from './users.ts';
import type { Users } from './users.ts';
import { createWorkspaces } from './workspaces.ts';
import type { Workspaces } from './workspaces.ts';

export type OrganizationOptions = {
  db: Database;
  /** The clock of the people who sign in: the real one, also where the product's time is virtual. */
  clock: Clock;
  ids: Ids;
  randomness: Randomness;
  secretKey: Buffer;
};

/** Who belongs to a brand, how they come in, and what they did. */
export type Organization = {
  authenticator: Authenticator;
  sessions: Sessions;
  firstOwners: FirstOwners;
  users: Users;
  apiKeys: ApiKeys;
  staff: Staff;
  stores: Stores;
  workspaces: Workspaces;
  nextWorkspaces: NextWorkspaces;
  invites: Invites;
  passwordResets: PasswordResets;
  totp: Totp;
  sso: Sso;
  audit: Audit;
  auditReader: AuditReader;
  passwords: Passwords;
  limit: SignInLimit;
  /** Sweeps sessions and failures that are over. */
  workers(): Worker[];
};

const sweepEveryMs = 600_000;

export function createOrganization(options: OrganizationOptions): Organization {
  const audit = createAudit(options);
  const passwords = createPasswords(options.randomness);
  const limit = createSignInLimit(options);
  const totp = createTotp({ ...options, audit });
  const parts = { ...options, audit, passwords, limit, totp };
  const sessions = createSessions(parts);
  return {
    authenticator: sessions.authenticator, sessions, totp, audit, passwords, limit,
    auditReader: createAuditReader(options),
    invites: createInvites(parts),
    passwordResets: createPasswordResets(parts),
    sso: createSso(parts),
    firstOwners: createFirstOwners(parts),
    users: createUsers(parts),
    apiKeys: createApiKeys(parts),
    staff: createStaff(parts),
    stores: createStores(parts),
    workspaces: createWorkspaces(parts),
    nextWorkspaces: createNextWorkspaces(parts),
    workers: () => [
      { name: 'sessions', pollMs: sweepEveryMs, step: () => sessions.sweep() },
      { name: 'sign-in-failures', pollMs: sweepEveryMs, step: () => limit.sweep() },
    ],
  };
}
