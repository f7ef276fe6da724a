import { ImportOutlined } from '@ant-design/icons';
import type { CustomerRow } from '@homefield/contract';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedRows } from '../../api/loaded-rows.ts';
import { useMay } from '../../app/access.ts';
import { BulkBar } from '../../design/bulk-bar.tsx';
import { useArranged } from '../../design/data-table-columns.ts';
import { useSelection } from '../../design/data-table-selection.ts';
import { DataTable, type Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { FilterBar } from '../../design/filter-bar.tsx';
import type { FilterValues } from '../../design/filters.ts';
import { Page } from '../../design/page.tsx';
import { TableTools } from '../../design/table-tools.tsx';
import { ExportCustomers } from '../jobs/start-export.tsx';
import { usePageViews } from '../views/use-page-views.ts';
import { ViewsBar } from '../views/views-bar.tsx';
import { chosenOf, filterOf } from './chosen.ts';
import { CopyCustomers } from './customer-bulk.tsx';
import { useCustomerColumns } from './customer-columns.tsx';
import { filterValues, useCustomerFilters } from './customer-filters.ts';
import { LeaveOut, TakeIn } from './leave-out.tsx';
import { NobodyListed } from './nobody-listed.tsx';
import { useCustomerCount, useCustomers } from './queries.ts';

const ImportDialog = lazy(async () => ({ default: (await import('../imports/import-dialog.tsx')).ImportDialog }));
const route = getRouteApi('/customers');
type Search = ReturnType<typeof route.useSearch>;

export function CustomersPage() {
  const { t } = useTranslation();
  const may = useMay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filters = useCustomerFilters();
  const columns = useCustomerColumns();
  const values = useMemo(() => filterValues(filters, search), [filters, search]);
  const { sort, view } = search;
  const go = (next: FilterValues, rest: { sort?: string | undefined; view?: string | undefined }, replace = false) => void navigate({ search: { ...addressOf(next), ...addressOf(rest) }, replace });
  const views = usePageViews('customers', { view, filters: values, sort, go: (to, replace) => go(to.filters, { sort: to.sort, view: to.view }, replace) });
  const list = useCustomers(values, sort, views.settled);
  const { data: counted } = useCustomerCount(values, views.settled);
  const change = (patch: FilterValues) => go({ ...values, ...patch }, { sort, view }, true);
  const openImport = () => void navigate({ search: { ...search, dialog: 'import' } });
  const importButton = may('orders.import') && <Button icon={<ImportOutlined />} onClick={openImport}>{t('imports.action')}</Button>;
  return (
    <Page title={t('customers.title')} lead={t('customers.lead')} loop={['keep']} actions={<><ExportCustomers choice={withSort(filterOf(values), sort)} />{importButton}</>}>
      <ViewsBar views={views} />
      <FilterBar search={{ value: search.q, onChange: (q) => change({ q }), hint: t('customers.searchHint') }} filters={filters} values={values} onChange={change}>
        <TableTools columns={columns} chosen={views.columns} onChoose={views.setColumns} />
      </FilterBar>
      <ListAndBulk
        columns={useArranged(columns, views.columns)} values={values} list={list} total={counted?.count} sort={sort} onSort={(next) => go(values, { sort: next, view })}
        empty={<NobodyListed values={values} onSee={() => go({ ...values, excluded: 'yes' }, { sort })} onClear={() => go({}, { sort })} otherwise={<EmptyState picture="people" title={t('customers.emptyTitle')} text={t('customers.emptyText')} actions={may('orders.import') && <Button type="primary" onClick={openImport}>{t('imports.action')}</Button>} />} />}
      />
      <Suspense>{search.dialog === 'import' && <ImportDialog onClose={() => void navigate({ search: addressOf({ ...search, dialog: undefined }) })} />}</Suspense>
    </Page>
  );
}

type ListProps = Readonly<{
  columns: Column<CustomerRow>[]; values: Record<string, string>; list: ReturnType<typeof useCustomers>; total: number | undefined;
  sort: Search['sort']; onSort: (sort: string | undefined) => void; empty: ReactNode;
}>;

/** What a choice draws anew: the rows and what can be done with the chosen ones, and nothing above them. */
function ListAndBulk({ columns, values, list, total, sort, onSort, empty }: ListProps) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const rows = useLoadedRows(list.data);
  const selecting = useSelection({ of: JSON.stringify(values), total });
  return (
    <>
      <DataTable
        label={t('customers.title')} columns={columns} rows={rows} rowKey={(row) => row.id} rowName={(row) => row.name || row.id} selecting={selecting} empty={empty}
        error={list.isFetchNextPageError ? null : list.error} onRetry={() => void list.refetch()} refreshing={list.isPlaceholderData}
        sort={sort ?? serverSort} onSort={onSort} onOpen={(row) => void navigate({ to: '/customers/$customerId', params: { customerId: row.id } })}
        endless={{ hasMore: list.hasNextPage, loading: list.isFetchingNextPage, onMore: () => void list.fetchNextPage(), error: list.isFetchNextPageError ? list.error : undefined, total }}
      />
      <BulkBar selecting={selecting}>
        <CopyCustomers rows={rows ?? []} selecting={selecting} />
        <ExportCustomers choice={withSort(chosenOf(selecting, values), sort)} label={t('customers.exportChosen')} button={{ size: 'small' }} />
        {values['excluded'] === 'yes' ? <TakeIn selecting={selecting} values={values} /> : <LeaveOut selecting={selecting} values={values} />}
      </BulkBar>
    </>
  );
}

const withSort = <Chosen extends object>(chosen: Chosen, sort: Search['sort']) => ({ ...chosen, ...(sort ? { sort } : {}) });

/** How the server sorts when it is told nothing: those who bought last come first. */
const serverSort = '-lastOrderAt';

/** The address of filters and the rest; the route checks what it reads. */
const addressOf = (values: Readonly<Record<string, string | number | undefined>>): Search => filterOf(Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])))) as Search;
