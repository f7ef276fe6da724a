import { ssoChange, type SsoSettings } from '@homefield/contract';
import { roles, type Role } from '@homefield/contract/access';
import { Button, Form, Input, Select, Switch, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../design/confirm.tsx';
import { LeaveGuard } from '../../design/leave-guard.tsx';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { useSending } from '../../forms/use-sending.ts';
import { ruleOf } from '../../forms/zod-rule.ts';
import { useRemoveSso, useSaveSso, useSso } from './account-queries.ts';
import styles from './settings.module.css';

type Values = { enabled: boolean; label: string; issuer: string; clientId: string; clientSecret?: string; domains: string[]; newRole: Role | 'nobody' };
const { shape } = ssoChange;
const where = { sso_unreachable: 'issuer', sso_issuer_insecure: 'issuer', sso_secret_needed: 'clientSecret', sso_domains_needed: 'domains' };
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
  const { busy, error, send } = useSending(form, where);
  const submit = ({ clientSecret, newRole, ...values }: Values) => send(async () => {
    await save.mutateAsync({ ...values, issuer: values.issuer.trim(), clientId: values.clientId.trim(), newRole: newRole === 'nobody' ? null : newRole, ...(clientSecret ? { clientSecret } : {}) });
    setDirty(false);
    form.setFieldValue('clientSecret', undefined);
    toast(t('common.saved'));
  });
  return (
    <Form<Values> form={form} className={styles.form ?? ''} noValidate layout="vertical" requiredMark={false} scrollToFirstError={{ focus: true }} onValuesChange={() => setDirty(true)} onFinish={(values) => void submit(values)}
      initialValues={{ ...settings, enabled: settings.hasSecret ? settings.enabled : true, newRole: settings.newRole ?? 'nobody' }}>
      <LeaveGuard when={dirty} tabsToo />
      <label className={styles.switch}><Form.Item name="enabled" valuePropName="checked" noStyle><Switch /></Form.Item><span>{t('accounts.sso.enabled')}</span></label>
      <Form.Item name="label" label={t('accounts.sso.label')} extra={t('accounts.sso.labelHint')} rules={[ruleOf(shape.label, t, { needed: t('accounts.sso.labelNeeded') })]}><Input placeholder={t('accounts.sso.labelExample')} /></Form.Item>
      <Form.Item name="issuer" label="Issuer" extra={t('accounts.sso.issuerHint')} normalize={(text: string) => text.trim()} rules={[ruleOf(shape.issuer, t, { needed: t('accounts.sso.issuerNeeded'), wrong: t('accounts.sso.issuerNeeded') })]}><Input spellCheck={false} placeholder="https://login.example.com" /></Form.Item>
      <Form.Item name="clientId" label="Client ID" extra={t('accounts.sso.clientHint')} rules={[ruleOf(shape.clientId, t, { needed: t('accounts.sso.clientNeeded') })]}><Input spellCheck={false} autoComplete="off" /></Form.Item>
      <Form.Item name="clientSecret" label="Client Secret" extra={t('accounts.sso.secretHint')} rules={[ruleOf(shape.clientSecret, t, secretStays ? { optional: true } : { needed: t('accounts.sso.secretNeeded') })]}>
        <Input.Password autoComplete="new-password" {...(secretStays && { placeholder: t('organization.wecom.secretKept') })} />
      </Form.Item>
      <Form.Item name="domains" label={t('accounts.sso.domains')} extra={t('accounts.sso.domainsHint')} dependencies={['newRole']}
        rules={[ruleOf(shape.domains, t, { wrong: t('accounts.sso.domainWrong') }), ({ getFieldValue }) => ({ validator: (_rule, domains: string[]) => (getFieldValue('newRole') !== 'nobody' && domains.length === 0 ? Promise.reject(new Error(t('accounts.sso.domainsNeeded'))) : Promise.resolve()) })]}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[' ', ',', '，', '、']} placeholder="brand.com" />
      </Form.Item>
      <Form.Item name="newRole" label={t('accounts.sso.newRole')} extra={t('accounts.sso.newRoleHint')}>
        <Select options={[{ value: 'nobody', label: t('accounts.sso.nobody') }, ...roles.filter((role) => role !== 'owner').map((role) => ({ value: role, label: t('accounts.sso.comeAs', { role: t(`organization.roles.${role}`) }) }))]} />
      </Form.Item>
      <ProblemAlert error={error} />
      <div className={styles.actions}>
        <Button type="primary" htmlType="submit" disabled={!dirty && settings.hasSecret} loading={busy}>{t('common.save')}</Button>
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
