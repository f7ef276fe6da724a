import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../design/problem-alert.tsx';
import { SignInForm } from '../features/organization/sign-in-form.tsx';
import { useElsewhereWays } from './brand-switch.ts';
import { useElsewhere, useSignedIn } from './session.ts';

/**
 * Another tab went to another brand, and this page has unsaved changes. All tabs of a browser are in one brand, so somebody has to choose. Where
 * the session of this page's brand is over by now, the way back is to sign in to it.
 */
export function BrandElsewhereDialog() {
  const { t } = useTranslation();
  const brand = useElsewhere((state) => state.brand);
  const { user, workspace } = useSignedIn();
  const { back, follow } = useElsewhereWays();
  return (
    <Modal open closable={false} width={440} title={t('app.brands.elsewhereTitle', { brand })} footer={[
      <Button key="follow" danger loading={follow.isPending} onClick={() => follow.mutate()}>{t('app.brands.elsewhereFollow')}</Button>,
      !back.isError && <Button key="back" type="primary" autoFocus loading={back.isPending} onClick={() => back.mutate(workspace.id)}>{t('app.brands.elsewhereBack', { brand: workspace.name })}</Button>,
    ]}>
      <p style={{ textWrap: 'pretty', marginBottom: 16 }}>{t(back.isError ? 'app.brands.elsewhereOver' : 'app.brands.elsewhereText', { brand: workspace.name })}</p>
      <ProblemAlert error={follow.error} />
      {back.isError && <SignInForm email={user.email} brand={workspace.id} keeps={() => true} backTo={null} />}
    </Modal>
  );
}
