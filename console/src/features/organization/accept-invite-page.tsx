import { acceptInvite, type OpenInvite } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiProblem } from '../../api/problem.ts';
import { useAcceptInvite, useFormat, useSession, useSignOut } from '../../app/session.ts';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useSending } from '../../forms/use-sending.ts';
import { ruleOf } from '../../forms/zod-rule.ts';
import { useOpenInvite } from './account-queries.ts';
import { Door } from './door.tsx';

const { shape } = acceptInvite;

/** Where the link of an invitation leads. The token is behind the `#`. */
export function AcceptInvitePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [token] = useState(() => location.hash.slice(1));
  const { data: session } = useSession();
  const signOut = useSignOut();
  const { data, error } = useOpenInvite(token);
  // Held here: the form is gone as soon as its person is signed in.
  const accept = useAcceptInvite();
  useEffect(() => {
    document.title = `${t('accounts.invites.acceptPage')} · ${t('app.product')}`;
  }, [t]);
  const home = () => void navigate({ to: '/', replace: true });
  const aside = <><strong>{t('organization.asideTitle')}</strong>{t('organization.asideText')}</>;
  // Of the same person this browser keeps the brand that it is in.
  const another = session?.user && data && session.user.email !== data.email ? session.user : null;
  if (another && accept.isIdle) {
    return (
      <Door title={t('accounts.invites.acceptPage')} lead={t('accounts.invites.signedInAs', { email: another.email })} aside={aside}>
        <Button type="primary" block size="large" onClick={home}>{t('accounts.invites.goOn', { name: another.name })}</Button>
        <Button block size="large" style={{ marginTop: 12 }} loading={signOut.isPending} onClick={() => signOut.mutate()}>{t('accounts.invites.signOutFirst')}</Button>
      </Door>
    );
  }
  if (token === '' || error) {
    return (
      <Door title={t('accounts.invites.overTitle')} lead={t('accounts.invites.overLead')} aside={aside}>
        {!(isApiProblem(error) && error.status === 410) && <ProblemAlert error={error} />}
        <Button block size="large" onClick={home}>{t('organization.signIn')}</Button>
      </Door>
    );
  }
  if (!data) return <Door title={t('accounts.invites.acceptPage')} lead="" aside={aside}><Loading rows={4} /></Door>;
  const lead = data.invitedBy ? t('accounts.invites.acceptLead', { who: data.invitedBy, role: t(`organization.roles.${data.role}`) }) : t('accounts.invites.acceptLeadPlain', { role: t(`organization.roles.${data.role}`) });
  return (
    <Door title={t('accounts.invites.acceptTitle', { brand: data.workspaceName })} lead={lead} aside={aside}>
      {session?.user && session.workspace && accept.isIdle && <p style={{ color: 'var(--text-secondary)', marginBottom: 16 }}>{t('accounts.invites.stays', { brand: session.workspace.name })}</p>}
      <AcceptForm invite={data} onSend={(values) => accept.mutateAsync({ token, ...values }).then(home)} />
    </Door>
  );
}

type Values = { name: string; password: string };
const where = { password_weak: 'password' };

function AcceptForm({ invite, onSend }: { invite: OpenInvite; onSend: (values: Values) => Promise<unknown> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [form] = Form.useForm<Values>();
  const { busy, error, send } = useSending(form, where);
  return (
    <Form<Values> form={form} noValidate layout="vertical" requiredMark={false} initialValues={{ name: invite.name }} scrollToFirstError={{ focus: true }} onFinish={(values) => void send(() => onSend(values))}>
      <ProblemAlert error={error} />
      <Form.Item label={t('organization.email')} extra={t('accounts.invites.until', { day: format.fullDay(invite.expiresAtMs) })}><Input value={invite.email} readOnly variant="filled" autoComplete="username" size="large" /></Form.Item>
      <Form.Item name="name" label={t('organization.yourName')} rules={[ruleOf(shape.name, t, { needed: t('organization.nameNeeded') })]}><Input autoComplete="name" size="large" /></Form.Item>
      <Form.Item name="password" label={t('accounts.invites.password')} extra={t('organization.passwordHint', { min: shape.password.minLength ?? 1 })} rules={[ruleOf(shape.password, t, { needed: t('organization.passwordNeeded') })]}>
        <Input.Password autoComplete="new-password" size="large" autoFocus />
      </Form.Item>
      <Button type="primary" htmlType="submit" block size="large" loading={busy}>{t('accounts.invites.accept')}</Button>
    </Form>
  );
}
