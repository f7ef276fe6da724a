import { roles } from '@homefield/contract/access';
import type { Role } from '@homefield/contract/access';
import { useTranslation } from 'react-i18next';

/** Beginnings of actions by which the log is filtered. */
export const auditGroups = ['session', 'sessions', 'user', 'totp', 'recovery_code', 'invite', 'sso', 'workspace', 'api_key', 'channel', 'message_settings', 'customer_reach', 'customers', 'orders', 'audience', 'sop', 'store', 'sample', 'audit'] as const;

const actions = [
  'session_opened', 'session_closed', 'session_ended', 'sessions_ended', 'user_created', 'user_changed', 'totp_turned_on', 'totp_turned_off', 'totp_reset', 'recovery_code_used', 'recovery_codes_renewed',
  'invite_created', 'invite_accepted', 'invite_revoked', 'sso_changed', 'sso_removed', 'sso_linked', 'workspace_created', 'workspace_opened', 'workspace_changed', 'workspace_logo_set', 'workspace_logo_removed',
  'api_key_created', 'api_key_deleted', 'channel_connected', 'message_settings_changed', 'customer_reach_changed', 'customers_exported', 'customers_excluded', 'customers_included', 'orders_imported', 'audience_created', 'audience_changed', 'audience_archived', 'audience_restored', 'sop_published', 'sop_paused', 'sop_resumed', 'sop_ended', 'store_created', 'store_changed', 'sample_loaded', 'sample_removed', 'audit_exported',
] as const;
const details = ['file', 'role', 'fields', 'scopes', 'method', 'count', 'enabled', 'disabled', 'requireTotp', 'issuer', 'domains', 'why', 'by'] as const;
const kinds = ['user', 'api_key', 'invite', 'workspace', 'sso', 'channel', 'customer', 'audience', 'sop', 'message_settings', 'job'] as const;
const values = ['password', 'sso', 'name', 'role', 'disabled', 'language', 'zone', 'currency', 'mission', 'positioning', 'voice', 'requireTotp', 'read', 'write', 'import', 'creator_disabled', 'creator_narrowed', 'firstPassword'] as const;

/** Actions and their details in words; one that has none yet is shown as it is written. */
export function useAuditWords(): { action: (action: string) => string; detail: (detail: Record<string, unknown>) => string; object: (object: { kind: string; id: string; name: string | null }) => string } {
  const { t } = useTranslation();
  const valueOf = (value: unknown): string => {
    if (typeof value === 'boolean') return value ? t('common.yes') : t('common.no');
    if (Array.isArray(value)) return value.map(valueOf).join(', ');
    const known = values.find((one) => one === value);
    if (known) return t(`accounts.audit.values.${known}`);
    return roles.includes(value as Role) ? t(`organization.roles.${value as Role}`) : typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
  };
  return {
    object: ({ kind, id, name }) => {
      const known = kinds.find((one) => one === kind);
      return name ?? (known ? t(`accounts.audit.kinds.${known}`) : id);
    },
    action: (action) => {
      const known = actions.find((one) => one === action.replace('.', '_'));
      return known ? t(`accounts.audit.actions.${known}`) : action;
    },
    detail: (detail) => details.filter((name) => detail[name] !== undefined && detail[name] !== false).map((name) => `${t(`accounts.audit.details.${name}`)}${t('accounts.colon')}${valueOf(detail[name])}`).join(' · '),
  };
}
