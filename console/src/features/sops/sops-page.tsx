import { PlusOutlined } from '@ant-design/icons';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLoadedRows } from '../../api/loaded-rows.ts';
import { useMay } from '../../app/access.ts';
import { useArranged } from '../../design/data-table-columns.ts';
import { useSelection } from '../../design/data-table-selection.ts';
import { DataTable, NothingFound } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { FilterBar } from '../../design/filter-bar.tsx';
import type { Filter, FilterValues } from '../../design/filters.ts';
import { Page } from '../../design/page.tsx';
import { TableTools } from '../../design/table-tools.tsx';
import { useAudiences } from '../audiences/queries.ts';
import { usePageViews } from '../views/use-page-views.ts';
import { present } from '../views/view-state.ts';
import { ViewsBar } from '../views/views-bar.tsx';
import { MoveChosen } from './move-chosen.tsx';
import { useSopCount, useSopFigures, useSopList } from './queries.ts';
import { useSopColumns } from './sop-columns.tsx';

const route = getRouteApi('/sops');
type Search = ReturnType<typeof route.useSearch>;
const states = ['live', 'paused', 'draft', 'ended'] as const;

export function SopsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const { sort, view } = search;
  const values = useMemo(() => valuesOf(search), [search]);
  const filters = useSopFilters();
  const go = (next: FilterValues, rest: { sort?: string | undefined; view?: string | undefined }, replace = false) => void navigate({ search: present({ ...next, ...rest }) as Search, replace });
  const views = usePageViews('sops', { view, filters: values, sort, go: (to, replace) => go(to.filters, { sort: to.sort, view: to.view }, replace) });
  const list = useSopList(values, sort, views.settled);
  const { data: counted } = useSopCount(values, views.settled);
  const rows = useLoadedRows(list.data);
  const columns = useSopColumns(useSopFigures((list.data?.pages ?? []).map((page) => page.data)));
  const shown = useArranged(columns, views.columns);
  const selecting = useSelection({ of: JSON.stringify(values), total: counted?.count });
  const open = (sopId: string) => void navigate({ to: '/sops/$sopId', params: { sopId } });
  const change = (patch: FilterValues) => go({ ...values, ...patch }, { sort, view }, true);
  const create = may('sops.write') && <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>{t('sops.new')}</Button>;
  return (
    <Page title={t('sops.title')} lead={t('sops.lead')} loop={['engage', 'convert', 'repurchase']} actions={create}>
      <ViewsBar views={views} />
      <FilterBar search={{ value: values['q'], onChange: (q) => change({ q }), hint: t('sops.searchHint') }} filters={filters} values={values} onChange={change}>
        <TableTools columns={columns} chosen={views.columns} onChoose={views.setColumns} />
      </FilterBar>
      <DataTable
        label={t('sops.title')} columns={shown} rows={rows} rowKey={(row) => row.id} rowName={(row) => row.name} selecting={may('sops.publish') ? selecting : undefined}
        error={list.isFetchNextPageError ? null : list.error} onRetry={() => void list.refetch()} refreshing={list.isPlaceholderData}
        sort={sort ?? serverSort} onSort={(next) => go(values, { sort: next, view })} onOpen={(row) => open(row.id)}
        endless={{ hasMore: list.hasNextPage, loading: list.isFetchingNextPage, onMore: () => void list.fetchNextPage(), error: list.isFetchNextPageError ? list.error : undefined, total: counted?.count }}
        empty={Object.keys(values).length > 0 ? <NothingFound onClear={() => go({}, { sort })} /> : <EmptyState picture="flow" title={t('sops.emptyTitle')} text={t('sops.emptyText')} actions={create} />}
      />
      <MoveChosen rows={rows ?? []} list={list} selecting={selecting} />
    </Page>
  );
}

function useSopFilters(): Filter[] {
  const { t } = useTranslation();
  const { data, isPending } = useAudiences();
  return useMemo(() => [
    { kind: 'choice', key: 'state', label: t('sops.stateTitle'), options: states.map((state) => ({ value: state, label: t(`sops.state.${state}`) })) },
    { kind: 'choice', key: 'audience', label: t('sops.audience'), options: (data?.data ?? []).map(({ id, name }) => ({ value: id, label: name })), loading: isPending },
  ], [t, data, isPending]);
}

/** What the address filters by. */
const valuesOf = ({ sort: _sort, view: _view, ...filtered }: Search) => present(filtered);

/** How the server sorts when it is told nothing: the newest first. */
const serverSort = '-createdAt';
