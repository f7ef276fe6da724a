import type { SessionState } from '@homefield/contract';
import { useQuery } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { get } from '../api/client.ts';
import { Providers, SignInForm } from '../features/organization/sign-in-form.tsx';
import { useSignedIn } from './session.ts';

/** The session ended under the page: sign in again without losing what is on it. Single sign-on goes on in a tab of its own, which tells this one. */
export function SessionLossDialog() {
  const { t } = useTranslation();
  const { user, workspace } = useSignedIn();
  const door = useQuery({ queryKey: ['session', 'door'], queryFn: ({ signal }) => get<SessionState>('/session', undefined, signal), gcTime: 0 });
  return (
    <Modal open closable={false} footer={null} width={380} title={t('organization.sessionLost')}>
      <p style={{ color: 'var(--text-secondary)', marginBottom: 16 }}>{t('organization.sessionLostHint')}</p>
      {/* Somebody else who signs in here does not get this person's other brands. */}
      <SignInForm email={user.email} brand={workspace.id} backTo={null} keeps={(email) => email.trim().toLowerCase() === user.email} />
      <Providers providers={door.data?.providers} to="/" aside />
    </Modal>
  );
}
