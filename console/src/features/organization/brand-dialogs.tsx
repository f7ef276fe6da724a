import { newWorkspace, type NewWorkspace } from '@homefield/contract';
import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useOpenBrand, useShutBrand } from '../../app/brand-switch.ts';
import { useSession, useSignedIn } from '../../app/session.ts';
import { openOverlay } from '../../app/shell.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { FormDialog } from '../../forms/form-dialog.tsx';
import { ruleOf } from '../../forms/zod-rule.ts';
import { SignInForm } from './sign-in-form.tsx';
import { SsoFailure } from './sso-failure.tsx';
import { ZoneAndCurrency } from './zone-and-currency.tsx';

const close = () => openOverlay(null);

/** Signs in to a brand that this browser does not hold yet, or to one whose session is over; the present one stays. */
export function BrandSignInDialog() {
  const { t } = useTranslation();
  const shut = useShutBrand((state) => state.shut);
  const { data } = useSession();
  return (
    <Modal open footer={null} width={380} title={t('accounts.brands.signInTitle')} onCancel={close}>
      <p style={{ color: 'var(--text-secondary)', marginBottom: 16, textWrap: 'pretty' }}>{t('accounts.brands.signInLead')}</p>
      <ProblemAlert error={shut?.error} />
      <SsoFailure />
      <SignInForm email={shut?.email ?? ''} brand={shut?.id} keeps={() => true} backTo="/" />
      {data?.providers && <p style={{ color: 'var(--text-tertiary)', fontSize: 12, marginTop: 8 }}>{t('accounts.brands.ssoHint')}</p>}
    </Modal>
  );
}

const where = { currency_unknown: 'currency', zone_unknown: 'zone' };

/** Another brand of the same owner. */
export function NewBrandDialog() {
  const { t } = useTranslation();
  const { workspace } = useSignedIn();
  const open = useOpenBrand();
  return (
    <FormDialog<NewWorkspace> title={t('accounts.brands.newTitle')} okText={t('accounts.brands.newOk')} width={560} lead={t('accounts.brands.newLead')} where={where} onClose={close}
      initialValues={{ name: '', zone: workspace.zone, currency: workspace.currency }} onSend={(values) => open.mutateAsync(values)}>
      <Form.Item name="name" label={t('accounts.brand.name')} extra={t('accounts.brand.nameHint')} rules={[ruleOf(newWorkspace.shape.name, t, { needed: t('organization.workspaceNameNeeded') })]}><Input autoFocus autoComplete="off" /></Form.Item>
      <ZoneAndCurrency currencyFixed={false} />
    </FormDialog>
  );
}
