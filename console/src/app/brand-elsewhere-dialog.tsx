import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from '../design/problem-alert.tsx';
import { useElsewhereWays } from './brand-switch.ts';
import { useElsewhere, useSignedIn } from './session.ts';

/** Another tab went to another brand, and this page has unsaved changes. All tabs of a browser are in one brand, so somebody has to choose. */
export function BrandElsewhereDialog() {
  const { t } = useTranslation();
  const brand = useElsewhere((state) => state.brand);
  const { workspace } = useSignedIn();
  const { back, follow } = useElsewhereWays();
  return (
    <Modal open closable={false} width={440} title={t('app.brands.elsewhereTitle', { brand })} footer={[
      <Button key="follow" danger loading={follow.isPending} onClick={() => follow.mutate()}>{t('app.brands.elsewhereFollow')}</Button>,
      <Button key="back" type="primary" autoFocus loading={back.isPending} onClick={() => back.mutate(workspace.id)}>{t('app.brands.elsewhereBack', { brand: workspace.name })}</Button>,
    ]}>
      <p style={{ textWrap: 'pretty' }}>{t('app.brands.elsewhereText', { brand: workspace.name })}</p>
      <ProblemAlert error={back.error ?? follow.error} />
    </Modal>
  );
}
