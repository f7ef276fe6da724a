import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSignIn } from '../../app/session.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';

/** E-mail and password; used by the page and by the dialog over a page whose session ended. */
export function SignInForm({ email = '' }: { email?: string }) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  return (
    <Form noValidate layout="vertical" requiredMark={false} initialValues={{ email }} onFinish={(values: { email: string; password: string }) => signIn.mutate(values)}>
      <ProblemAlert error={signIn.error} />
      <Form.Item name="email" label={t('organization.email')} rules={[{ required: true, message: t('organization.emailNeeded') }, { type: 'email', message: t('organization.emailInvalid') }]}>
        <Input type="email" autoComplete="username" size="large" autoFocus={!email} />
      </Form.Item>
      <Form.Item name="password" label={t('organization.password')} rules={[{ required: true, message: t('organization.passwordNeeded') }]}>
        <Input.Password autoComplete="current-password" size="large" autoFocus={Boolean(email)} />
      </Form.Item>
      <Button type="primary" htmlType="submit" block size="large" loading={signIn.isPending}>{t('organization.signIn')}</Button>
    </Form>
  );
}
