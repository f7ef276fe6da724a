import { workspaceChange } from '@homefield/contract';
import { AutoComplete, Form, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { ruleOf } from '../../forms/zod-rule.ts';
import styles from './settings.module.css';

const { shape } = workspaceChange;

/** Where a brand's day begins and what it counts in: fields of a form. */
export function ZoneAndCurrency({ currencyFixed }: { /** By orders; by those of the sample brand alone it is freed with them. */ currencyFixed: boolean | 'sample' }) {
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
      <Form.Item name="zone" label={t('accounts.brand.zone')} extra={t('accounts.brand.zoneHint')} rules={[ruleOf(shape.zone, t, { needed: t('accounts.brand.zoneNeeded') })]}>
        <AutoComplete options={zones} showSearch={{ filterOption: (text, option) => (option?.value ?? '').toLowerCase().includes(text.toLowerCase()) }} />
      </Form.Item>
      <Form.Item name="currency" label={t('accounts.brand.currency')} extra={t(currencyFixed === 'sample' ? 'accounts.brand.currencyFixedBySample' : currencyFixed ? 'accounts.brand.currencyFixed' : 'accounts.brand.currencyHint')} rules={[ruleOf(shape.currency, t)]}>
        <Select options={currencies} disabled={currencyFixed !== false} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
    </div>
  );
}
