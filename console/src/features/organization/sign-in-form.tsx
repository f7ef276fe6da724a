import type { SessionState } from '@homefield/contract';
import { Button, Divider, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSession, useSignIn, useSignInCode } from '../../app/session.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import styles from './sign-in.module.css';
import { CodeItem } from './totp-setup.tsx';

type SignInFormProps = Readonly<{ email?: string; /** The brand that is meant, where the password fits accounts of several. */ brand?: string | undefined; /** Whether the brands that this browser is signed in to already stay, for who signs in. */ keeps?: (email: string) => boolean; /** Where single sign-on comes back to; null offers none. */ backTo?: string | null }>;

/** E-mail and password, then a code where one is asked for; used by the page, by the dialog over a page whose session ended, and by the one to another brand. */
export function SignInForm({ email = '', brand, keeps = () => false, backTo = location.pathname }: SignInFormProps) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const { data } = useSession();
  const needed = signIn.data?.codeNeeded;
  const enter = (workspaceId: string) => signIn.variables && signIn.mutate({ ...signIn.variables, workspaceId });
  if (needed) return <CodeForm key={needed.ticket} needed={needed} onBack={() => signIn.reset()} {...(brand === undefined ? { onOther: enter } : {})} />;
  return (
    <>
      <Form noValidate layout="vertical" requiredMark={false} initialValues={{ email }} onFinish={(values: { email: string; password: string }) => signIn.mutate({ ...values, ...(keeps(values.email) ? { keep: true } : {}), ...(brand === undefined ? {} : { workspaceId: brand }) })}>
        <ProblemAlert error={signIn.error} />
        <Form.Item name="email" label={t('organization.email')} rules={[{ required: true, message: t('organization.emailNeeded') }, { type: 'email', message: t('organization.emailInvalid') }]}>
          <Input type="email" autoComplete="username" size="large" autoFocus={!email} />
        </Form.Item>
        <Form.Item name="password" label={t('organization.password')} rules={[{ required: true, message: t('organization.passwordNeeded') }]}>
          <Input.Password autoComplete="current-password" size="large" autoFocus={Boolean(email)} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block size="large" loading={signIn.isPending}>{t('organization.signIn')}</Button>
      </Form>
      {backTo !== null && <Providers providers={data?.providers} to={backTo} />}
    </>
  );
}

type CodeFormProps = Readonly<{ needed: NonNullable<SessionState['codeNeeded']>; onBack: () => void; /** To a brand with the same password: the way in for who has lost the second factor of this one. */ onOther?: (workspaceId: string) => void }>;

function CodeForm({ needed: { ticket, brand, otherBrands }, onBack, onOther }: CodeFormProps) {
  const { t } = useTranslation();
  const send = useSignInCode();
  return (
    <Form<{ code: string }> noValidate layout="vertical" requiredMark={false} onFinish={({ code }) => send.mutate({ ticket, code })}>
      <p className={styles.asked}>{t('accounts.totp.secondStep')}{otherBrands.length > 0 && <span>{t('accounts.totp.secondStepOf', { brand })}</span>}</p>
      <ProblemAlert error={send.error} />
      <CodeItem label={t('accounts.totp.code')} extra={t('accounts.totp.orRecovery')} size="large" />
      <Button type="primary" htmlType="submit" block size="large" loading={send.isPending}>{t('organization.signIn')}</Button>
      <Button type="link" block onClick={onBack} style={{ marginTop: 8 }}>{t('accounts.totp.back')}</Button>
      {onOther && otherBrands.map(({ id, name }) => <Button key={id} type="link" block className={styles.way} onClick={() => onOther(id)}>{t('accounts.totp.otherBrand', { brand: name })}</Button>)}
    </Form>
  );
}

/** Buttons of single sign-on: links, because the person leaves for the provider's page. `aside`: in a tab of its own, where the page has to stay. */
export function Providers({ providers, to, aside = false }: Readonly<{ providers: SessionState['providers']; to: string; aside?: boolean }>) {
  const { t } = useTranslation();
  if (!providers?.length) return null;
  return (
    <>
      <Divider plain style={{ color: 'var(--text-tertiary)' }}>{t('accounts.sso.or')}</Divider>
      {providers.map(({ id, label, brand }) => (
        <Button key={id} block size="large" className={styles.way} href={`/api/sso/${id}/start?to=${encodeURIComponent(to)}`} {...(aside ? { target: '_blank', rel: 'noopener' } : {})}>
          {brand === null ? t('accounts.sso.with', { label }) : t('accounts.sso.withOf', { label, brand })}
        </Button>
      ))}
    </>
  );
}
