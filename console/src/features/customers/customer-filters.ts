import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { keysOf, type Filter } from '../../design/filters.ts';
import { useCustomerChoices } from './queries.ts';
import { rfmNames, useRfmName } from './rfm-name.ts';

/** In a filter: customers without a class, a city, a store. */
const none = '-';

/** The filters of the list of customers, as the API names them. */
export function useCustomerFilters(): Filter[] {
  const { t } = useTranslation();
  const format = useFormat();
  const rfmName = useRfmName();
  const { data, isPending } = useCustomerChoices();
  return useMemo(() => [
    { kind: 'choice', key: 'class', label: t('customers.rfm'), options: [...rfmNames.map((value) => ({ value, label: rfmName(value) })), { value: none, label: rfmName(null) }] },
    { kind: 'choice', key: 'city', label: t('customers.city'), options: places(data?.cities, t('customers.noCity')), loading: isPending },
    { kind: 'choice', key: 'store', label: t('customers.store'), options: places(data?.stores, t('customers.noStore')), loading: isPending },
    { kind: 'choice', key: 'contact', label: t('customers.isContact'), single: true, options: [{ value: 'yes', label: t('customers.contactYes') }, { value: 'no', label: t('customers.contactNo') }] },
    { kind: 'range', key: 'orders', from: 'ordersFrom', to: 'ordersTo', label: t('customers.orders') },
    { kind: 'range', key: 'sales', from: 'salesFrom', to: 'salesTo', label: t('customers.netSales'), unit: format.symbol, scale: format.minorPerMain },
    { kind: 'days', key: 'lastOrder', from: 'lastOrderFrom', to: 'lastOrderTo', label: t('customers.lastOrder') },
    { kind: 'choice', key: 'excluded', label: t('customers.counted'), single: true, any: t('customers.countedDefault'), options: [{ value: 'no', label: t('customers.countedYes') }, { value: 'yes', label: t('customers.excluded') }] },
  ], [t, format, rfmName, data, isPending]);
}

/** Places with how many customers they have, then those without one. */
function places(all: readonly { value: string; customers: number }[] | undefined, missing: string) {
  return [...(all ?? []).map(({ value, customers }) => ({ value, label: value, count: customers })), { value: none, label: missing }];
}

/** Of the address of the page: what the API filters by, as texts. */
export function filterValues(filters: readonly Filter[], search: Readonly<Record<string, string | number | undefined>>): Record<string, string> {
  return Object.fromEntries(['q', ...filters.flatMap(keysOf)].flatMap((key) => (search[key] === undefined ? [] : [[key, String(search[key])]])));
}
