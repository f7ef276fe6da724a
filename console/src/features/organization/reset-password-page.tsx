import { usePasswordReset, type OpenPasswordReset } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiProblem } from '../../api/problem.ts';
import { useFormat, useRefreshSession } from '../../app/session.ts';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useSending } from '../../forms/use-sending.ts';
import { ruleOf } from '../../forms/zod-rule.ts';
import { useOpenPasswordReset, useUsePasswordReset } from './account-queries.ts';
import { Door } from './door.tsx';

const { password: shape } = usePasswordReset.shape;

/** Where a link to reset a password leads. The token is behind the `#`. Afterwards one signs in: with the new password, and the code where one is asked for. */
export function ResetPasswordPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefreshSession();
  const [token] = useState(() => location.hash.slice(1));
  const { data, error } = useOpenPasswordReset(token);
  const use = useUsePasswordReset();
  useEffect(() => {
    document.title = `${t('accounts.resets.page')} · ${t('app.product')}`;
  }, [t]);
  // Whoever was signed in here as this person is no longer.
  const home = () => void refresh().then(() => navigate({ to: '/', replace: true }));
  const aside = <><strong>{t('organization.asideTitle')}</strong>{t('organization.asideText')}</>;
  if (use.isSuccess) {
    return (
      <Door title={t('accounts.resets.doneTitle')} lead={t('accounts.resets.doneLead', { email: data?.email ?? '' })} aside={aside}>
        <Button type="primary" block size="large" onClick={home}>{t('organization.signIn')}</Button>
      </Door>
    );
  }
  if (token === '' || error) {
    return (
      <Door title={t('accounts.resets.overTitle')} lead={t('accounts.resets.overLead')} aside={aside}>
        {!(isApiProblem(error) && error.status === 410) && <ProblemAlert error={error} />}
        <Button block size="large" onClick={home}>{t('organization.signIn')}</Button>
      </Door>
    );
  }
  if (!data) return <Door title={t('accounts.resets.page')} lead="" aside={aside}><Loading rows={4} /></Door>;
  return (
    <Door title={t('accounts.resets.title', { name: data.name })} lead={t('accounts.resets.lead', { brand: data.workspaceName })} aside={aside}>
      <ResetForm reset={data} onSend={(password) => use.mutateAsync({ token, password })} />
    </Door>
  );
}

const where = { password_weak: 'password' };

function ResetForm({ reset, onSend }: { reset: OpenPasswordReset; onSend: (password: string) => Promise<unknown> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [form] = Form.useForm<{ password: string }>();
  const { busy, error, send } = useSending(form, where);
  return (
    <Form<{ password: string }> form={form} noValidate layout="vertical" requiredMark={false} onFinish={({ password }) => void send(() => onSend(password))}>
      <ProblemAlert error={error} />
      <Form.Item label={t('organization.email')} extra={t('accounts.resets.until', { day: format.dayTime(reset.expiresAtMs) })}><Input value={reset.email} readOnly variant="filled" autoComplete="username" size="large" /></Form.Item>
      <Form.Item name="password" label={t('accounts.password.next')} extra={t('organization.passwordHint', { min: shape.minLength ?? 1 })} rules={[ruleOf(shape, t, { needed: t('organization.passwordNeeded') })]}>
        <Input.Password autoComplete="new-password" size="large" autoFocus />
      </Form.Item>
      <Button type="primary" htmlType="submit" block size="large" loading={busy}>{t('accounts.resets.set')}</Button>
    </Form>
  );
}
