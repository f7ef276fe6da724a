import type { Account, AuditLine, CreatedInvite, CreatedPasswordReset, Invite, OpenInvite, OpenPasswordReset, RecoveryCodes, Role, SessionEntry, SsoChange, SsoSettings, TotpSetup, WorkspaceChange, WorkspaceSettings } from '@homefield/contract';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, patch, post, put, remove, type Page, type Query } from '../../api/client.ts';
import { upload } from '../../api/upload.ts';
import { useRefreshSession } from '../../app/session.ts';
import type { NewScope } from './queries.ts';

const accountKey = ['organization', 'account'] as const;
const sessionsKey = ['organization', 'own-sessions'] as const;
const usersKey = ['organization', 'users'] as const;
const invitesKey = ['organization', 'invites'] as const;
const workspaceKey = ['organization', 'workspace'] as const;
const ssoKey = ['organization', 'sso'] as const;

/** Does something and looks again at what it may have changed. What is answered may be a secret: it is kept nowhere but on the screen. */
function useAct<Input, Answer>(act: (input: Input) => Promise<Answer>, keys: readonly (readonly string[])[]) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, gcTime: 0, onSuccess: async () => { await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey }))); } });
}

export const useAccount = () => useQuery({ queryKey: accountKey, queryFn: ({ signal }) => get<Account>('/account', undefined, signal) });
export const useOwnSessions = () => useQuery({ queryKey: sessionsKey, queryFn: ({ signal }) => get<Page<SessionEntry>>('/account/sessions', { limit: 100 }, signal) });
export const useEndSession = () => useAct((id: string) => remove<void>(`/account/sessions/${id}`), [sessionsKey]);
export const useEndOtherSessions = () => useAct(() => post<{ ended: number }>('/account/end-other-sessions'), [sessionsKey]);

export type OwnChange = Readonly<{ name?: string; language?: 'zh' | 'en'; password?: { present?: string; code?: string; next: string } }>;
export function useChangeOwn() {
  const refresh = useRefreshSession();
  return useAct(async (change: OwnChange) => { await patch('/session', change); await refresh(); }, [accountKey, sessionsKey]);
}

export const useBeginTotp = () => useAct(() => post<TotpSetup>('/account/totp'), []);
export const useConfirmTotp = () => useAct((code: string) => post<RecoveryCodes>('/account/totp/confirm', { code }), [accountKey, sessionsKey]);
export const useRenewCodes = () => useAct((code: string) => post<RecoveryCodes>('/account/totp/recovery-codes', { code }), [accountKey]);
export function useTurnTotpOff() {
  const refresh = useRefreshSession();
  return useAct(async (input: { code: string; password?: string }) => { await post<void>('/account/totp/off', input); await refresh(); }, [accountKey]);
}

export type UserChange = Readonly<{ id: string; name?: string; role?: Role; disabled?: boolean }>;
export const useChangeUser = () => useAct(({ id, ...change }: UserChange) => patch<void>(`/users/${id}`, change), [usersKey, invitesKey]);
export const useSignUserOut = () => useAct((id: string) => post<void>(`/users/${id}/sign-out`), []);
export const useResetTotp = () => useAct((id: string) => post<void>(`/users/${id}/reset-totp`), [usersKey]);

export const useGivePasswordReset = () => useAct((id: string) => post<CreatedPasswordReset>(`/users/${id}/password-reset`), [usersKey]);
export const useRevokePasswordReset = () => useAct((id: string) => remove<void>(`/users/${id}/password-reset`), [usersKey]);
export const useOpenPasswordReset = (token: string) => useQuery({ queryKey: ['session', 'open-reset', token], queryFn: () => post<OpenPasswordReset>('/password-resets/look', { token }), enabled: token !== '', retry: false, staleTime: Infinity });
export const useUsePasswordReset = () => useAct((input: { token: string; password: string }) => post<void>('/password-resets/use', input), []);

export type NewInvite = NewScope & Readonly<{ email: string; name: string; role: Role }>;
export const useInvites = (cursor: string | undefined) => useQuery({ queryKey: [...invitesKey, cursor], queryFn: ({ signal }) => get<Page<Invite>>('/invites', { limit: 20, cursor }, signal), placeholderData: keepPreviousData });
export const useInvite = () => useAct((input: NewInvite) => post<CreatedInvite>('/invites', input), [invitesKey]);
export const useRevokeInvite = () => useAct((id: string) => remove<void>(`/invites/${id}`), [invitesKey]);
/** Part of the session's keys: what is asked anew after a sign-in must not be the invitation that was just used up. */
export const useOpenInvite = (token: string) => useQuery({ queryKey: ['session', 'open-invite', token], queryFn: () => post<OpenInvite>('/invites/look', { token }), enabled: token !== '', retry: false, staleTime: Infinity });

export const useWorkspace = () => useQuery({ queryKey: workspaceKey, queryFn: ({ signal }) => get<WorkspaceSettings>('/workspace', undefined, signal) });
function useSavedWorkspace() {
  const client = useQueryClient();
  const refresh = useRefreshSession();
  return async (saved: WorkspaceSettings) => {
    client.setQueryData(workspaceKey, saved);
    await refresh();
  };
}
export function useChangeWorkspace() {
  return useMutation({ mutationFn: (change: WorkspaceChange) => patch<WorkspaceSettings>('/workspace', change), onSuccess: useSavedWorkspace() });
}
/** Null takes the logo away. */
export function useSetLogo() {
  return useMutation({
    mutationFn: (picture: Blob | null) => (picture ? upload<WorkspaceSettings>('/workspace/logo', picture, { method: 'PUT', query: {}, signal: new AbortController().signal, onProgress: () => {} }) : remove<WorkspaceSettings>('/workspace/logo')),
    onSuccess: useSavedWorkspace(),
  });
}

export const useSso = () => useQuery({ queryKey: ssoKey, queryFn: ({ signal }) => get<SsoSettings>('/settings/sso', undefined, signal) });
export const useSaveSso = () => useAct((change: SsoChange) => put<SsoSettings>('/settings/sso', change), [ssoKey]);
export const useRemoveSso = () => useAct(() => remove<void>('/settings/sso'), [ssoKey]);

export const useAudit = (query: Query) => useQuery({ queryKey: ['organization', 'audit', query], queryFn: ({ signal }) => get<Page<AuditLine>>('/audit', { limit: 50, ...query }, signal), placeholderData: keepPreviousData });
