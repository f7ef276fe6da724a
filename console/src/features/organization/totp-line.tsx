import { signIn, type Account } from '@homefield/contract';
import { Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { Tag } from '../../design/tag.tsx';
import { toast } from '../../design/toast.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { useSending } from '../../forms/use-sending.ts';
import { ruleOf } from '../../forms/zod-rule.ts';
import { useRenewCodes, useTurnTotpOff } from './account-queries.ts';
import styles from './settings.module.css';
import { CodeItem, codeWhere, RecoveryCodeList, TotpSetup } from './totp-setup.tsx';

const fewCodes = 3;

/** Two-step verification in one's own account: on or off, and how many recovery codes are left. */
export function TotpLine({ account: { totp, hasPassword } }: { account: Account }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [dialog, setDialog] = useState<'setup' | 'codes' | 'off' | null>(null);
  const close = () => setDialog(null);
  const on = totp.onSinceMs !== null;
  return (
    <div className={styles.line}>
      <div>
        <strong>{t('accounts.totp.title')}{on ? <Tag tone="accent">{t('accounts.totp.on')}</Tag> : <Tag>{t('accounts.totp.off')}</Tag>}</strong>
        <p>{on ? t('accounts.totp.onHint', { day: format.day(totp.onSinceMs), number: totp.recoveryCodesLeft }) : t('accounts.totp.offHint')}</p>
        {on && totp.recoveryCodesLeft < fewCodes && <p style={{ color: 'var(--amber)' }}>{t('accounts.totp.fewCodes')}</p>}
      </div>
      <div className={styles.actions} style={{ flex: 'none' }}>
        {on ? <><Button onClick={() => setDialog('codes')}>{t('accounts.totp.newCodes')}</Button><Button danger onClick={() => setDialog('off')}>{t('accounts.totp.turnOff')}</Button></> : <Button type="primary" onClick={() => setDialog('setup')}>{t('accounts.totp.turnOn')}</Button>}
      </div>
      <Modal open={dialog === 'setup'} title={t('accounts.totp.turnOn')} footer={null} onCancel={close} mask={{ closable: false }} width={520} destroyOnHidden><TotpSetup onDone={close} onCancel={close} /></Modal>
      {dialog === 'codes' && <NewCodes onClose={close} />}
      {dialog === 'off' && <TurnOff hasPassword={hasPassword} required={totp.required} onClose={close} />}
    </div>
  );
}

function NewCodes({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const renew = useRenewCodes();
  const [form] = Form.useForm<{ code: string }>();
  const { busy, error, send } = useSending(form, codeWhere);
  return (
    <Modal open title={t('accounts.totp.newCodes')} footer={null} onCancel={onClose} mask={{ closable: false }} width={480}>
      {renew.data ? <RecoveryCodeList codes={renew.data.recoveryCodes} onDone={onClose} /> : (
        <Form<{ code: string }> form={form} noValidate layout="vertical" requiredMark={false} onFinish={({ code }) => void send(() => renew.mutateAsync(code))}>
          <p className={styles.lead}>{t('accounts.totp.newCodesLead')}</p>
          <ProblemAlert error={error} />
          <CodeItem label={t('accounts.totp.code')} />
          <div className={styles.actions}><Button type="primary" htmlType="submit" loading={busy}>{t('accounts.totp.makeCodes')}</Button><Button onClick={onClose}>{t('common.cancel')}</Button></div>
        </Form>
      )}
    </Modal>
  );
}

function TurnOff({ hasPassword, required, onClose }: { hasPassword: boolean; required: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const off = useTurnTotpOff();
  const done = () => {
    toast(t('accounts.totp.turnedOff'));
    onClose();
  };
  return (
    <FormDialog<{ code: string; password?: string }> title={t('accounts.totp.turnOffTitle')} okText={t('accounts.totp.turnOff')} danger width={440} lead={t(required ? 'accounts.totp.offRequired' : 'accounts.totp.offConsequence')}
      where={{ ...codeWhere, password_wrong: 'password' }} onSend={(values) => off.mutateAsync(values).then(done)} onClose={onClose}>
      {hasPassword && <Form.Item name="password" label={t('organization.password')} rules={[ruleOf(signIn.shape.password, t, { needed: t('organization.passwordNeeded') })]}><Input.Password autoComplete="current-password" /></Form.Item>}
      <CodeItem label={t('accounts.totp.code')} extra={t('accounts.totp.orRecovery')} />
    </FormDialog>
  );
}
