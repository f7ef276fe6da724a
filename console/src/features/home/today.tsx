import type { TodayNumbers } from '@homefield/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { Figure, Figures } from '../../design/figure.tsx';
import { Count, Money } from '../../design/values.tsx';
import { CustomersLink } from './people-link.tsx';

type Name = keyof TodayNumbers['today'];

/** What changed since yesterday: today so far, beside yesterday until the same time of day. */
export function Today({ numbers: { today, yesterday } }: { numbers: TodayNumbers }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = (name: Name, value: ReactNode, before: string) => (
    <Figure key={name} label={t(`home.day.${name}`)} definition={t(`home.dayDefinition.${name}`)} value={value} note={t('home.yesterdayUntilNow', { value: before })} />
  );
  const count = (name: Exclude<Name, 'salesMinor'>) => figure(name, <Count value={today[name]} compact />, format.compactCount(yesterday[name]));
  return (
    <Figures columns={6}>
      {figure('salesMinor', <CustomersLink sort="-lastOrderAt"><Money minor={today.salesMinor} compact /></CustomersLink>, format.compactMoney(yesterday.salesMinor))}
      {figure('orders', <CustomersLink sort="-lastOrderAt"><Count value={today.orders} compact /></CustomersLink>, format.compactCount(yesterday.orders))}
      {figure('newCustomers', <CustomersLink sort="-createdAt"><Count value={today.newCustomers} compact /></CustomersLink>, format.compactCount(yesterday.newCustomers))}
      {count('sent')}
      {count('entered')}
      {count('classChanges')}
    </Figures>
  );
}
