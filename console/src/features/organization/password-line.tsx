import { newUser, signIn, type Account } from '@homefield/contract';
import { Button, Form, Input, type FormInstance } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignOut } from '../../app/session.ts';
import { toast } from '../../design/toast.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { ruleOf } from '../../forms/zod-rule.ts';
import { useChangeOwn } from './account-queries.ts';
import styles from './settings.module.css';
import { CodeItem } from './totp-setup.tsx';

const lengthMin = newUser.shape.password.minLength ?? 1;
const where = { password_wrong: 'present', password_weak: 'next', code_wrong: 'code', '/password/next': 'next', '/password/present': 'present', '/password/code': 'code' };
type Values = { present?: string; code?: string; next: string; again: string };

/** The password of the account: changed by who has one, set by who came by single sign-on alone. */
export function PasswordLine({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { hasPassword } = account;
  return (
    <div className={styles.line}>
      <div><strong>{t('organization.password')}</strong><p>{t(hasPassword ? 'accounts.password.hint' : 'accounts.password.noneHint')}</p></div>
      <Button onClick={() => setOpen(true)}>{t(hasPassword ? 'accounts.password.change' : 'accounts.password.set')}</Button>
      {open && <PasswordDialog account={account} onClose={() => setOpen(false)} />}
    </div>
  );
}

/** Proof first: the present password, or a code, or a sign-in of a moment ago, which the server looks at. */
function PasswordDialog({ account: { hasPassword, totp }, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChangeOwn();
  const byCode = !hasPassword && totp.onSinceMs !== null;
  const send = async ({ present, code, next }: Values) => {
    await change.mutateAsync({ password: { next, ...(hasPassword && present ? { present } : {}), ...(byCode && code ? { code } : {}) } });
    toast(t('common.saved'));
    onClose();
  };
  const same = ({ getFieldValue }: Pick<FormInstance, 'getFieldValue'>) => ({ validator: (_rule: unknown, again: string) => (again === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('accounts.password.differ')))) });
  return (
    <FormDialog<Values> title={t(hasPassword ? 'accounts.password.change' : 'accounts.password.set')} okText={t('common.save')} width={420} where={where} onSend={send} onClose={onClose}
      lead={hasPassword ? undefined : t(byCode ? 'accounts.password.leadCode' : 'accounts.password.leadFresh')} after={!hasPassword && !byCode && <SignInAgain />}>
      {hasPassword && <Form.Item name="present" label={t('accounts.password.present')} rules={[ruleOf(signIn.shape.password, t, { needed: t('organization.passwordNeeded') })]}><Input.Password autoComplete="current-password" autoFocus /></Form.Item>}
      {byCode && <CodeItem label={t('accounts.totp.code')} extra={t('accounts.totp.orRecovery')} />}
      <Form.Item name="next" label={t('accounts.password.next')} extra={t('organization.passwordHint', { min: lengthMin })} rules={[ruleOf(newUser.shape.password, t)]}><Input.Password autoComplete="new-password" autoFocus={!hasPassword && !byCode} /></Form.Item>
      <Form.Item name="again" label={t('accounts.password.again')} dependencies={['next']} rules={[same]}><Input.Password autoComplete="new-password" /></Form.Item>
    </FormDialog>
  );
}

function SignInAgain() {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return <Button type="link" className={styles.inline ?? ''} loading={signOut.isPending} onClick={() => signOut.mutate()}>{t('accounts.password.signInAgain')}</Button>;
}
