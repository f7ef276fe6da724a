import { Button, Form, Input, Typography } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../app/session.ts';
import { Loading } from '../../design/loading.tsx';
import { useNarrow } from '../../design/media.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { useSending } from '../../forms/use-sending.ts';
import { useBeginTotp, useConfirmTotp } from './account-queries.ts';
import styles from './settings.module.css';

/** The refusal of a code stands at the code. */
export const codeWhere = { code_wrong: 'code', setup_code_wrong: 'code' };

/** Set-up in two steps: scan and confirm with a first code, then keep the recovery codes. */
export function TotpSetup({ onDone, onCancel }: { onDone: () => void; onCancel?: () => void }) {
  const { t } = useTranslation();
  const begin = useBeginTotp();
  const confirm = useConfirmTotp();
  const [form] = Form.useForm<{ code: string }>();
  const { busy, error, send } = useSending(form, codeWhere);
  const narrow = useNarrow();
  const asked = useRef(false);
  const { mutate } = begin;
  useEffect(() => {
    // Asking twice (strict mode) would show a code whose secret is replaced already.
    if (!asked.current) mutate(undefined);
    asked.current = true;
  }, [mutate]);
  if (confirm.data) return <RecoveryCodeList codes={confirm.data.recoveryCodes} onDone={onDone} />;
  if (!begin.data) return begin.error ? <ProblemAlert error={begin.error} onRetry={() => mutate(undefined)} /> : <Loading rows={5} />;
  const { qr, secret, uri } = begin.data;
  return (
    <Form<{ code: string }> form={form} noValidate layout="vertical" requiredMark={false} className={styles.form ?? ''} onFinish={({ code }) => void send(() => confirm.mutateAsync(code))}>
      <p>{t(narrow ? 'accounts.totp.tap' : 'accounts.totp.scan')}</p>
      {/* A phone cannot scan what it shows itself. */}
      {narrow && <Button type="primary" ghost block href={uri} style={{ margin: '12px 0 16px' }}>{t('accounts.totp.openApp')}</Button>}
      <div className={styles.qr}>
        <img src={qr} alt={t('accounts.totp.qr')} />
        <div><span className={styles.hint}>{t(narrow ? 'accounts.totp.byHandPhone' : 'accounts.totp.byHand')}</span><Typography.Text copyable={{ text: secret }} className={styles.secret ?? ''}>{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</Typography.Text></div>
      </div>
      <ProblemAlert error={error} />
      <CodeItem label={t('accounts.totp.firstCode')} />
      <div className={styles.actions}>
        <Button type="primary" htmlType="submit" loading={busy}>{t('accounts.totp.confirm')}</Button>
        {onCancel && <Button onClick={onCancel}>{t('common.cancel')}</Button>}
      </div>
    </Form>
  );
}

/** The field for a code; phones offer the one that arrives, and show digits first. */
export function CodeItem({ label, extra, size = 'middle' }: { label: string; extra?: string; size?: 'middle' | 'large' }) {
  const { t } = useTranslation();
  return (
    <Form.Item name="code" label={label} extra={extra} rules={[{ required: true, message: t('accounts.totp.codeNeeded') }, { min: 6, message: t('accounts.totp.codeShort') }]}>
      <Input inputMode="text" autoComplete="one-time-code" spellCheck={false} maxLength={40} size={size} autoFocus style={{ maxWidth: size === 'large' ? undefined : 220 }} />
    </Form.Item>
  );
}

/** Shown this once: to be copied or downloaded before one goes on. */
export function RecoveryCodeList({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const { user, workspace } = useSignedIn();
  const [kept, setKept] = useState(false);
  const text = `${t('accounts.totp.fileHead', { brand: workspace.name, email: user.email })}\n\n${codes.join('\n')}\n`;
  const copy = async () => {
    // Without https a page has no clipboard; the codes can still be selected and downloaded.
    await navigator.clipboard?.writeText(text);
    setKept(true);
    if (navigator.clipboard) toast(t('accounts.copied'));
  };
  const download = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    link.download = 'homefield-recovery-codes.txt';
    link.click();
    URL.revokeObjectURL(link.href);
    setKept(true);
  };
  return (
    <>
      <p>{t('accounts.totp.codesLead')}</p>
      <ul className={styles.codes}>{codes.map((code) => <li key={code}>{code}</li>)}</ul>
      <div className={styles.actions}>
        {'clipboard' in navigator && <Button onClick={() => void copy()}>{t('accounts.copy')}</Button>}
        <Button onClick={download}>{t('accounts.download')}</Button>
        <Button type={kept ? 'primary' : 'default'} onClick={onDone}>{t('accounts.totp.kept')}</Button>
      </div>
    </>
  );
}
