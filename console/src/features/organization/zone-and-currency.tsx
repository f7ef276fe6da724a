import { workspaceChange } from '@homefield/contract';
import { AutoComplete, Form, Select } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../app/preferences.ts';
import { nowMs } from '../../app/session.ts';
import { ruleOf } from '../../forms/zod-rule.ts';
import type { Language } from '../../i18n/language.ts';
import styles from './settings.module.css';

const { shape } = workspaceChange;

/** Where a brand's day begins and what it counts in: fields of a form. */
export function ZoneAndCurrency({ currencyFixed, zoneFixed = false }: Readonly<{ /** By orders; by those of the sample brand alone it is freed with them. */ currencyFixed: boolean | 'sample'; /** By orders that were read in it before anybody was there. */ zoneFixed?: boolean }>) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const zone: unknown = Form.useWatch('zone', form);
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
      <Form.Item name="zone" label={t('accounts.brand.zone')} extra={<>{zoneName(zone, language)}{t(zoneFixed ? 'accounts.brand.zoneFixed' : 'accounts.brand.zoneHint')}</>} rules={[ruleOf(shape.zone, t, { needed: t('accounts.brand.zoneNeeded') })]}>
        <AutoComplete options={zones} disabled={zoneFixed} showSearch={{ filterOption: (text, option) => (option?.value ?? '').toLowerCase().includes(text.toLowerCase()) }} />
      </Form.Item>
      <Form.Item name="currency" label={t('accounts.brand.currency')} extra={t(currencyFixed === 'sample' ? 'accounts.brand.currencyFixedBySample' : currencyFixed ? 'accounts.brand.currencyFixed' : 'accounts.brand.currencyHint')} rules={[ruleOf(shape.currency, t)]}>
        <Select options={currencies} disabled={currencyFixed !== false} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
    </div>
  );
}

/** A zone as one says it, and how far it is from UTC now: `Asia/Shanghai` is what the server is told. Nothing for what is no zone, or is not written yet. */
function zoneName(zone: unknown, language: Language): ReactNode {
  if (typeof zone !== 'string' || !Intl.supportedValuesOf('timeZone').includes(zone)) return null;
  const part = (timeZoneName: 'long' | 'shortOffset') => new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName }).formatToParts(nowMs()).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const offset = part('shortOffset').replace('GMT', 'UTC');
  return <span className={styles.zoneName}>{offset === '' ? part('long') : `${part('long')} (${offset})`}</span>;
}
