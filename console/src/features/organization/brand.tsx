import type { WorkspaceSettings } from '@homefield/contract';
import { AutoComplete, Button, Form, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiProblem } from '../../api/problem.ts';
import { useMay } from '../../app/access.ts';
import { usePreferences } from '../../app/preferences.ts';
import { LeaveGuard } from '../../design/leave-guard.tsx';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { useChangeWorkspace, useWorkspace } from './account-queries.ts';
import { BrandLogo, LogoField } from './logo-field.tsx';
import styles from './settings.module.css';

const texts = ['mission', 'positioning', 'voice'] as const;
const textMax = 2_000;
type Values = Pick<WorkspaceSettings, 'name' | 'zone' | 'currency' | (typeof texts)[number]>;

export function Brand() {
  const may = useMay();
  const { data, error, refetch } = useWorkspace();
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading rows={8} />;
  return <div className={styles.narrow} style={{ maxWidth: 680 }}>{may('workspace.manage') ? <BrandForm key={data.revision} settings={data} /> : <BrandFacts settings={data} />}</div>;
}

function BrandFacts({ settings }: { settings: WorkspaceSettings }) {
  const { t } = useTranslation();
  return (
    <>
      <BrandLogo name={settings.name} url={settings.logoUrl} />
      <dl className={styles.facts}>
        {(['name', 'zone', 'currency', ...texts] as const).map((field) => <div key={field}><dt>{t(`accounts.brand.${field}`)}</dt><dd style={{ whiteSpace: 'pre-wrap' }}>{settings[field] || '–'}</dd></div>)}
      </dl>
    </>
  );
}

function BrandForm({ settings }: { settings: WorkspaceSettings }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [dirty, setDirty] = useState(false);
  // What a refused change met: a repeat is made upon it, once the person has seen it.
  const [base, setBase] = useState(settings);
  const change = useChangeWorkspace();
  const save = (values: Values) => change.mutate({ revision: base.revision, ...values }, {
    onSuccess: () => { setDirty(false); toast(t('common.saved')); },
    onError: (error) => { if (isApiProblem(error) && error.code === 'workspace_changed' && error.present) setBase(error.present as WorkspaceSettings); },
  });
  return (
    <Form<Values> form={form} className={styles.form ?? ''} noValidate layout="vertical" requiredMark={false} initialValues={settings} onValuesChange={() => setDirty(true)} onFinish={save}>
      <LeaveGuard when={dirty} />
      <Form.Item label={t('accounts.brand.logo')}><LogoField settings={base} /></Form.Item>
      <Form.Item name="name" label={t('accounts.brand.name')} rules={[{ required: true, whitespace: true, message: t('organization.workspaceNameNeeded') }]}><Input maxLength={200} /></Form.Item>
      <ZoneAndCurrency currencyFixed={settings.currencyFixed} />
      {texts.map((field) => (
        <Form.Item key={field} name={field} label={t(`accounts.brand.${field}`)} extra={t(`accounts.brand.${field}Hint`)}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={textMax} /></Form.Item>
      ))}
      <ProblemAlert error={change.error} />
      {base !== settings && <NowThere settings={settings} now={base} onTake={() => { form.setFieldsValue(base); change.reset(); }} />}
      <div className={styles.actions}><Button type="primary" htmlType="submit" disabled={!dirty} loading={change.isPending}>{t('common.save')}</Button></div>
    </Form>
  );
}

/** What somebody else has saved meanwhile, field by field: to be taken over, or saved over. */
function NowThere({ settings, now, onTake }: { settings: WorkspaceSettings; now: WorkspaceSettings; onTake: () => void }) {
  const { t } = useTranslation();
  const changed = (['name', 'zone', 'currency', ...texts] as const).filter((field) => now[field] !== settings[field]);
  return (
    <div className={styles.outcome} data-tone="amber" style={{ marginBottom: 16 }}>
      <strong>{t('accounts.brand.nowThere')}</strong>
      {changed.map((field) => <p key={field}>{t(`accounts.brand.${field}`)}{t('accounts.colon')}{now[field] || '–'}</p>)}
      <Button size="small" style={{ marginTop: 8 }} onClick={onTake}>{t('accounts.brand.take')}</Button>
    </div>
  );
}

function ZoneAndCurrency({ currencyFixed }: { currencyFixed: boolean }) {
  const { t } = useTranslation();
  const language = usePreferences((state) => state.language);
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone })), []);
  const currencies = useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: 'currency' });
    const common = ['CNY', 'HKD', 'TWD', 'MOP', 'USD', 'EUR', 'JPY', 'SGD', 'MYR'];
    const rest = Intl.supportedValuesOf('currency').filter((code) => !common.includes(code));
    return [...common, ...rest].map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }));
  }, [language]);
  return (
    <div className={styles.pair}>
      <Form.Item name="zone" label={t('accounts.brand.zone')} extra={t('accounts.brand.zoneHint')} rules={[{ required: true, message: t('accounts.brand.zoneNeeded') }]}>
        <AutoComplete options={zones} showSearch={{ filterOption: (text, option) => (option?.value ?? '').toLowerCase().includes(text.toLowerCase()) }} />
      </Form.Item>
      <Form.Item name="currency" label={t('accounts.brand.currency')} extra={t(currencyFixed ? 'accounts.brand.currencyFixed' : 'accounts.brand.currencyHint')}>
        <Select options={currencies} disabled={currencyFixed} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
    </div>
  );
}
