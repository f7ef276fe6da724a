import type { Audience } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedRows } from '../../api/loaded-rows.ts';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { useCustomerColumns } from '../customers/customer-columns.tsx';
import styles from './audiences.module.css';
import { useAllMembers } from './queries.ts';

const columnsShown = ['name', 'phone', 'city', 'rfm', 'orders', 'netSales'];

/** Everybody in an audience, a portion at a time. */
export function MembersTable({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useAllMembers(audience.id);
  // In the order of the ids: nothing here can be sorted by.
  const every = useCustomerColumns();
  const columns = useMemo(() => every.filter(({ key }) => columnsShown.includes(key)).map(({ sort: _none, ...column }) => column), [every]);
  const rows = useLoadedRows(list.data);
  return (
    <>
      <p className={styles.quiet}>{t(audience.live ? 'audiences.membersLive' : 'audiences.membersNow')}</p>
      <DataTable label={t('audiences.members')} columns={columns} rows={rows} rowKey={(row) => row.id} error={list.isFetchNextPageError ? null : list.error} onRetry={() => void list.refetch()}
        onOpen={(row) => void navigate({ to: '/customers/$customerId', params: { customerId: row.id } })}
        endless={{ hasMore: list.hasNextPage, loading: list.isFetchingNextPage, onMore: () => void list.fetchNextPage(), error: list.isFetchNextPageError ? list.error : undefined }}
        empty={<EmptyState compact picture="people" title={t('audiences.nobodyTitle')} text={t('audiences.nobodyText')} />} />
    </>
  );
}
