import type { CustomerRow } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import type { Column } from '../../design/data-table.tsx';
import { Tag } from '../../design/tag.tsx';
import { Day, Masked, Person, Relative } from '../../design/values.tsx';
import { useRfmName } from './rfm-name.ts';
import { useSourceName } from './source-name.ts';

/** The columns of every list of customers. */
export function useCustomerColumns(): Column<CustomerRow>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const rfmName = useRfmName();
  const sourceName = useSourceName();
  return useMemo(() => [
    { key: 'name', title: t('customers.name'), width: 164, least: 128, phone: 'head', render: (row) => <CustomerName row={row} words={{ noName: t('customers.noName'), isContact: t('customers.isContact'), excluded: t('customers.excluded') }} /> },
    { key: 'phone', title: t('customers.phone'), width: 112, least: 100, phone: 'line', missing: (row) => !row.phoneMasked, render: (row) => <Masked text={row.phoneMasked} /> },
    { key: 'city', title: t('customers.city'), width: 78, least: 64, phone: 'line', missing: (row) => !row.city, render: (row) => row.city ?? '–' },
    { key: 'store', title: t('customers.store'), width: 132, phone: 'none', hidden: true, render: (row) => row.store ?? '–' },
    { key: 'rfm', title: t('customers.rfm'), width: 138, least: 100, phone: 'head', missing: (row) => !row.rfmClass, render: (row) => <Tag tone={row.rfmClass?.startsWith('key') ? 'accent' : 'plain'}>{rfmName(row.rfmClass)}</Tag> },
    { key: 'owner', title: t('customers.owner'), width: 128, least: 92, phone: 'none', render: (row) => <Person name={row.ownerStaff} /> },
    { key: 'source', title: t('customers.source'), width: 96, least: 84, phone: 'none', render: (row) => sourceName(row.source) },
    { key: 'orders', title: t('customers.orders'), width: 84, least: 80, sort: 'orders', align: 'right', phone: 'line', missing: (row) => row.orders === 0, render: (row) => format.count(row.orders) },
    { key: 'netSales', title: t('customers.netSales'), width: 104, least: 96, sort: 'netSales', align: 'right', phone: 'end', render: (row) => format.money(row.netSalesMinor) },
    { key: 'lastOrderAt', title: t('customers.lastOrder'), width: 128, least: 112, sort: 'lastOrderAt', align: 'right', phone: 'line', missing: (row) => row.lastOrderAtMs === null, render: (row) => <Relative ms={row.lastOrderAtMs} /> },
    { key: 'createdAt', title: t('customers.createdAt'), width: 128, least: 112, sort: 'createdAt', align: 'right', phone: 'none', render: (row) => <Day ms={row.createdAtMs} /> },
  ], [t, format, rfmName, sourceName]);
}

/** People without a name are told apart by the end of their id. */
const shownOfId = 5;

function CustomerName({ row, words }: { row: CustomerRow; words: { noName: string; isContact: string; excluded: string } }) {
  return (
    <span style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
      <Link to="/customers/$customerId" params={{ customerId: row.id }} onClick={(event) => event.stopPropagation()} style={{ color: 'var(--text)', fontWeight: 500 }}>
        {row.name || words.noName}
      </Link>
      {!row.name && <small style={{ color: 'var(--text-tertiary)' }}>…{row.id.slice(-shownOfId)}</small>}
      {row.isContact && <Tag>{words.isContact}</Tag>}
      {row.excluded && <Tag tone="amber">{words.excluded}</Tag>}
    </span>
  );
}
