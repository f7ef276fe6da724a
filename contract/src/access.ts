/**
 * Who may do what. One table for the server, which checks it, and the console, which shows only what is allowed and explains the rest.
 * A permission is `what.act`; every route of the API names one. Without Zod: the console's shell carries it.
 */
export const permissions = [
  'account.own',
  'customers.read', 'customers.write', 'customers.export',
  'audiences.read', 'audiences.write',
  'models.read', 'models.run',
  'sops.read', 'sops.write', 'sops.publish',
  'messages.read', 'messages.settings',
  'channels.manage',
  'orders.import',
  'insights.read',
  'staff.read',
  'jobs.read',
  'views.share',
  'workspace.manage', 'workspaces.open', 'users.manage', 'api_keys.manage', 'audit.read', 'system.read',
] as const;
export type Permission = (typeof permissions)[number];

export const roles = ['owner', 'manager', 'operator', 'content', 'analyst', 'staff', 'developer'] as const;
export type Role = (typeof roles)[number];

/** What of the brand's customers somebody sees: all, those of a region's stores, of one store, or those they look after themselves. */
export const scopeKinds = ['brand', 'region', 'store', 'own'] as const;
export type ScopeKind = (typeof scopeKinds)[number];

/** The owner may do everything; `account.own` (one's own name, language, password, sessions) is everybody's. */
const granted: Readonly<Record<Exclude<Role, 'owner'>, readonly Permission[]>> = {
  manager: ['customers.read', 'customers.export', 'audiences.read', 'models.read', 'sops.read', 'messages.read', 'insights.read', 'staff.read', 'jobs.read', 'views.share'],
  operator: [
    'customers.read', 'customers.write', 'customers.export', 'audiences.read', 'audiences.write', 'models.read', 'models.run', 'sops.read', 'sops.write', 'sops.publish',
    'messages.read', 'messages.settings', 'channels.manage', 'orders.import', 'insights.read', 'staff.read', 'jobs.read', 'views.share',
  ],
  content: ['audiences.read', 'models.read', 'sops.read', 'sops.write', 'messages.read', 'insights.read'],
  analyst: ['customers.read', 'customers.export', 'audiences.read', 'audiences.write', 'models.read', 'models.run', 'sops.read', 'messages.read', 'insights.read', 'staff.read', 'jobs.read', 'views.share'],
  staff: ['customers.read', 'insights.read', 'staff.read'],
  developer: ['jobs.read', 'api_keys.manage', 'audit.read', 'system.read'],
};

/**
 * What concerns all customers and cannot be narrowed: nobody who sees a part of the brand may do it, whatever their role. An SOP reaches customers of
 * every store, as do the brand's connection to WeCom and what limits its messages. A key sees all of them, and so may an account that somebody gives: who does not must give neither. Another brand beside this one is nobody's but its owners'.
 */
export const wholeBrandOnly: readonly Permission[] = ['orders.import', 'models.run', 'sops.publish', 'messages.settings', 'channels.manage', 'users.manage', 'api_keys.manage', 'workspaces.open'];

export function mayDo(one: Role, permission: Permission): boolean {
  return one === 'owner' || permission === 'account.own' || granted[one].includes(permission);
}

/** What a scope of an API key is for: without this permission its maker's key opens next to nothing with it. */
const scopePurpose = { read: 'customers.read', write: 'customers.write', import: 'orders.import' } as const satisfies Readonly<Record<string, Permission>>;

/** How far a key of this maker reaches with a scope. `some`: reading is also that of jobs and of the brand's profile, which a developer may. */
export function keyUse(maker: Role, scope: keyof typeof scopePurpose): 'all' | 'some' | 'none' {
  if (mayDo(maker, scopePurpose[scope])) return 'all';
  return scope === 'read' && mayDo(maker, 'jobs.read') ? 'some' : 'none';
}

/** The roles that have a permission, in the order of `roles`. */
export function rolesWith(permission: Permission): Role[] {
  return roles.filter((one) => mayDo(one, permission));
}
