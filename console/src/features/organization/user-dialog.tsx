import { userChange, type User } from '@homefield/contract';
import type { Role } from '@homefield/contract/access';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../app/session.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { toast } from '../../design/toast.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { ruleOf } from '../../forms/zod-rule.ts';
import { useChangeUser, useResetTotp, useSignUserOut } from './account-queries.ts';
import { RoleItem } from './invite-dialog.tsx';
import { ResetPassword } from './reset-password.tsx';
import styles from './settings.module.css';

const where = { last_owner: 'role', scope_staff_needed: 'role' };

/** One person: name and role, and what an owner may do when something is wrong. */
export function UserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangeUser();
  const done = () => {
    toast(t('common.saved'));
    onClose();
  };
  return (
    <FormDialog<{ name: string; role: Role }> title={`${user.name} · ${user.email}`} okText={t('common.save')} width={520} where={where} initialValues={{ name: user.name, role: user.role }} onClose={onClose}
      onSend={({ name, role }) => change.mutateAsync({ id: user.id, name: name.trim(), role }).then(done)} after={<Measures user={user} onDone={done} onClose={onClose} />}>
      <Form.Item name="name" label={t('organization.name')} rules={[ruleOf(userChange.shape.name, t, { needed: t('organization.nameNeeded') })]}><Input autoComplete="off" /></Form.Item>
      <RoleItem />
      <p className={styles.hint} style={{ marginBottom: 16 }}>{t('accounts.users.roleNote')}</p>
    </FormDialog>
  );
}

function Measures({ user, onDone, onClose }: { user: User; onDone: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const { user: me } = useSignedIn();
  const change = useChangeUser();
  const signOut = useSignUserOut();
  const reset = useResetTotp();
  const { name } = user;
  const then = (work: Promise<unknown>) => work.then(onDone);
  return (
    <div className={styles.actions}>
      <ConfirmButton label={t('accounts.users.signOut')} okText={t('accounts.users.signOut')} title={t('accounts.users.signOutTitle', { name })} consequences={[t('accounts.users.signOutConsequence')]} action={() => then(signOut.mutateAsync(user.id))} />
      {!user.disabled && user.id !== me.id && <ResetPassword user={user} onDone={onClose} />}
      {user.totp && user.id !== me.id && <ConfirmButton label={t('accounts.users.reset')} okText={t('accounts.users.reset')} title={t('accounts.users.resetTitle', { name })} consequences={[t('accounts.users.resetConsequence'), t('accounts.users.resetCheck')]} danger action={() => then(reset.mutateAsync(user.id))} />}
      {user.disabled
        ? <ConfirmButton label={t('accounts.users.enable')} okText={t('accounts.users.enable')} title={t('accounts.users.enableTitle', { name })} consequences={[t('accounts.users.enableConsequence')]} action={() => then(change.mutateAsync({ id: user.id, disabled: false }))} />
        : user.id !== me.id && <ConfirmButton label={t('accounts.users.disable')} okText={t('accounts.users.disable')} title={t('accounts.users.disableTitle', { name })} consequences={[t('accounts.users.disableConsequence'), t('accounts.users.disableKeys')]} danger action={() => then(change.mutateAsync({ id: user.id, disabled: true }))} />}
    </div>
  );
}
