import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { SignInForm } from '../features/organization/sign-in-form.tsx';
import { useSignedIn } from './session.ts';

/** The session ended under the page: sign in again without losing what is on it. */
export function SessionLossDialog() {
  const { t } = useTranslation();
  const { user, workspace } = useSignedIn();
  return (
    <Modal open closable={false} footer={null} width={380} title={t('organization.sessionLost')}>
      <p style={{ color: 'var(--text-secondary)', marginBottom: 16 }}>{t('organization.sessionLostHint')}</p>
      {/* Somebody else who signs in here does not get this person's other brands. */}
      <SignInForm email={user.email} brand={workspace.id} backTo={null} keeps={(email) => email.trim().toLowerCase() === user.email} />
    </Modal>
  );
}
