import type pg from 'pg';
import { problem } from '../../kernel/index.ts';
import { codeOf } from '../home.ts';
import { appRole, engineRole, rolePassword } from './roles.ts';

export const RolesNotMade = problem('roles_not_made', 500, {
  en: 'The user of DATABASE_URL may not make or change the role {role} ({why}). Give it CREATEROLE; if the role was made by another user, connect as that one, or drop the role.',
  zh: 'DATABASE_URL 的用户无权创建或修改角色 {role}（{why}）。请授予 CREATEROLE 权限；如果该角色由其他用户创建，请用那个用户连接，或先删除该角色。',
});
export const RoleTooStrong = problem('role_too_strong', 500, {
  en: 'The role {role} may look around row-level security, which keeps brands apart. Run as a superuser: alter role {role} nosuperuser nobypassrls',
  zh: '角色 {role} 可以绕过行级安全策略，各品牌的数据将无法隔离。请以超级用户执行：alter role {role} nosuperuser nobypassrls',
});

/**
 * Makes the two roles, or brings their passwords and settings up to date. Their attributes are those of any new role and never touched: only a
 * superuser may even name them, and a managed PostgreSQL gives nobody one.
 */
export async function makeRoles(client: pg.Client, secretKey: Buffer): Promise<void> {
  for (const role of [appRole, engineRole]) {
    const { rows: [found] } = await client.query<{ strong: boolean }>('select rolsuper or rolbypassrls as strong from pg_roles where rolname = $1', [role]);
    if (found?.strong) throw RoleTooStrong({ role });
    try {
      await makeRole(client, role, rolePassword(secretKey, role), found !== undefined);
    } catch (error) {
      if (codeOf(error) !== '42501') throw error;
      throw RolesNotMade({ role, why: error instanceof Error ? error.message : String(error) }, { cause: error });
    }
  }
}

/** Names and hexadecimal passwords of our own: nothing of a user's reaches these texts, which cannot take parameters. */
async function makeRole(client: pg.Client, role: string, password: string, exists: boolean): Promise<void> {
  await client.query(`${exists ? 'alter' : 'create'} role ${role} login password '${password}'`);
  // For whoever connects with it by hand; our own sessions ask for it themselves.
  await client.query(`alter role ${role} set timezone = 'UTC'`);
  // Plans that were cached while a table was empty ruin it later (a reader 264 instead of 13 ms).
  await client.query(`alter role ${role} set plan_cache_mode = 'force_custom_plan'`);
  await client.query(`alter role ${role} set statement_timeout = '${role === appRole ? '30s' : '300s'}'`);
  await client.query(`alter role ${role} set lock_timeout = '20s'`);
  await client.query(`alter role ${role} set idle_in_transaction_session_timeout = '60s'`);
}
