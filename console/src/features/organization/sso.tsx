import { roles } from '@homefield/contract/access';
import type { Role } from '@homefield/contract/access';
import type { SsoSettings } from '@homefield/contract';
import { Button, Form, Input, Select, Switch, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../design/confirm.tsx';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { useRemoveSso, useSaveSso, useSso } from './account-queries.ts';
import styles from './settings.module.css';

type Values = { enabled: boolean; label: string; issuer: string; clientId: string; clientSecret?: string; domains: string[]; newRole: Role | 'nobody' };
const steps = ['make', 'redirect', 'fill', 'try'] as const;

export function Sso() {
  const { data, error, refetch } = useSso();
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading rows={6} />;
  return <div className={styles.columns}><SsoForm key={String(data.hasSecret)} settings={data} /><Guide redirectUri={data.redirectUri} /></div>;
}

function SsoForm({ settings }: { settings: SsoSettings }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [dirty, setDirty] = useState(false);
  const save = useSaveSso();
  const removeIt = useRemoveSso();
  const [issuer, clientId] = [Form.useWatch('issuer', form) ?? settings.issuer, Form.useWatch('clientId', form) ?? settings.clientId];
  const secretStays = settings.hasSecret && issuer.trim() === settings.issuer && clientId.trim() === settings.clientId;
  const needed = (message: string) => [{ required: true, whitespace: true, message }];
  const send = ({ clientSecret, newRole, ...values }: Values) => save.mutate(
    { ...values, issuer: values.issuer.trim(), clientId: values.clientId.trim(), newRole: newRole === 'nobody' ? null : newRole, ...(clientSecret ? { clientSecret } : {}) },
    { onSuccess: () => { setDirty(false); form.setFieldValue('clientSecret', undefined); toast(t('common.saved')); } },
  );
  return (
    <Form<Values> form={form} className={styles.form ?? ''} noValidate layout="vertical" requiredMark={false} onValuesChange={() => setDirty(true)} onFinish={send}
      initialValues={{ ...settings, enabled: settings.hasSecret ? settings.enabled : true, newRole: settings.newRole ?? 'nobody' }}>
      <label className={styles.switch}><Form.Item name="enabled" valuePropName="checked" noStyle><Switch /></Form.Item><span>{t('accounts.sso.enabled')}</span></label>
      <Form.Item name="label" label={t('accounts.sso.label')} extra={t('accounts.sso.labelHint')} rules={needed(t('accounts.sso.labelNeeded'))}><Input maxLength={60} placeholder={t('accounts.sso.labelExample')} /></Form.Item>
      <Form.Item name="issuer" label="Issuer" extra={t('accounts.sso.issuerHint')} rules={[...needed(t('accounts.sso.issuerNeeded')), { type: 'url', message: t('accounts.sso.issuerNeeded') }]}><Input maxLength={500} spellCheck={false} placeholder="https://login.example.com" /></Form.Item>
      <Form.Item name="clientId" label="Client ID" rules={needed(t('accounts.sso.clientNeeded'))}><Input maxLength={300} spellCheck={false} autoComplete="off" /></Form.Item>
      <Form.Item name="clientSecret" label="Client Secret" extra={t('accounts.sso.secretHint')} rules={[{ required: !secretStays, message: t('accounts.sso.secretNeeded') }]}>
        <Input.Password autoComplete="new-password" maxLength={1_000} {...(secretStays && { placeholder: t('organization.wecom.secretKept') })} />
      </Form.Item>
      <Form.Item name="domains" label={t('accounts.sso.domains')} extra={t('accounts.sso.domainsHint')} dependencies={['newRole']}
        rules={[({ getFieldValue }) => ({ validator: (_rule, domains: string[]) => (getFieldValue('newRole') !== 'nobody' && domains.length === 0 ? Promise.reject(new Error(t('accounts.sso.domainsNeeded'))) : Promise.resolve()) })]}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ',', '，', '、']} placeholder="brand.com" />
      </Form.Item>
      <Form.Item name="newRole" label={t('accounts.sso.newRole')} extra={t('accounts.sso.newRoleHint')}>
        <Select options={[{ value: 'nobody', label: t('accounts.sso.nobody') }, ...roles.filter((role) => role !== 'owner').map((role) => ({ value: role, label: t('accounts.sso.comeAs', { role: t(`organization.roles.${role}`) }) }))]} />
      </Form.Item>
      <ProblemAlert error={save.error} />
      <div className={styles.actions}>
        <Button type="primary" htmlType="submit" disabled={!dirty && settings.hasSecret} loading={save.isPending}>{t('common.save')}</Button>
        {settings.hasSecret && <ConfirmButton label={t('common.remove')} danger okText={t('common.remove')} title={t('accounts.sso.removeTitle')} consequences={[t('accounts.sso.removeConsequence')]} action={() => removeIt.mutateAsync(undefined)} />}
        <span className={styles.hint}>{t('accounts.sso.saveNote')}</span>
      </div>
    </Form>
  );
}

function Guide({ redirectUri }: { redirectUri: string }) {
  const { t } = useTranslation();
  return (
    <aside className={styles.guide}>
      <h2>{t('accounts.sso.guideTitle')}</h2>
      <ol>{steps.map((step) => <li key={step}>{t(`accounts.sso.guide.${step}`)}{step === 'redirect' && <Typography.Text copyable code style={{ display: 'block', marginTop: 4, overflowWrap: 'anywhere' }}>{redirectUri}</Typography.Text>}</li>)}</ol>
    </aside>
  );
}
