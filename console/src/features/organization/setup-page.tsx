import type { FirstOwner } from '@homefield/contract';
import { Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirstOwner, useSession } from '../../app/session.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useSending } from '../../forms/use-sending.ts';
import { Door } from './door.tsx';
import { ZoneAndCurrency } from './zone-and-currency.tsx';

const passwordLengthMin = 10;
const where = { password_weak: 'password', zone_unknown: 'zone', currency_unknown: 'currency', setup_token_wrong: 'setupToken' };

/** The browser's own zone, if it is one that everybody knows by its name. */
function zoneHere(): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return Intl.supportedValuesOf('timeZone').includes(timeZone) ? timeZone : 'Asia/Shanghai';
}

/** Before the first account exists: whoever can read the server's output may open the brand. */
export function SetupPage() {
  const { t } = useTranslation();
  const open = useFirstOwner();
  // Orders that a command imported hold both: what is offered here would be ignored.
  const held = useSession().data?.held;
  const [form] = Form.useForm<FirstOwner>();
  const { busy, error, send } = useSending(form, where);
  // The server prints a link with the token in it; who comes by it need not copy anything.
  const token = new URLSearchParams(location.search).get('token') ?? '';
  const needed = (message: string) => [{ required: true, whitespace: true, message }];
  useEffect(() => {
    document.title = `${t('organization.setupTitle')} · ${t('app.product')}`;
  }, [t]);
  return (
    <Door title={t('organization.setupTitle')} lead={t('organization.setupLead')} aside={<><strong>{t('organization.setupAsideTitle')}</strong>{t('organization.setupAsideText')}</>}>
      {/* The browser's own words about a bad e-mail come in the browser's language, and hide ours. */}
      <Form<FirstOwner> form={form} noValidate layout="vertical" requiredMark={false} initialValues={{ setupToken: token, zone: held?.zone ?? zoneHere(), currency: held?.currency ?? 'CNY' }} onFinish={(values) => void send(() => open.mutateAsync(values))}>
        <ProblemAlert error={error} />
        <Form.Item name="setupToken" label={t('organization.setupToken')} extra={t('organization.setupTokenHint')} rules={needed(t('organization.setupTokenNeeded'))}>
          <Input autoComplete="off" autoFocus={!token} spellCheck={false} />
        </Form.Item>
        <Form.Item name="workspaceName" label={t('organization.workspaceName')} rules={needed(t('organization.workspaceNameNeeded'))}>
          <Input maxLength={200} autoFocus={Boolean(token)} autoComplete="organization" placeholder={t('organization.workspaceNameExample')} />
        </Form.Item>
        <ZoneAndCurrency currencyFixed={held !== undefined} zoneFixed={held !== undefined} />
        <Form.Item name="name" label={t('organization.yourName')} rules={needed(t('organization.nameNeeded'))}><Input maxLength={100} autoComplete="name" /></Form.Item>
        <Form.Item name="email" label={t('organization.email')} rules={[{ required: true, message: t('organization.emailNeeded') }, { type: 'email', message: t('organization.emailInvalid') }]}>
          <Input type="email" autoComplete="username" />
        </Form.Item>
        <Form.Item name="password" label={t('organization.password')} extra={t('organization.passwordHint', { min: passwordLengthMin })} rules={[{ required: true, min: passwordLengthMin, message: t('organization.passwordTooShort', { min: passwordLengthMin }) }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block size="large" loading={busy}>{t('organization.openBrand')}</Button>
      </Form>
    </Door>
  );
}
