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
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { TableTools } from '../../design/table-tools.tsx';
import { usePageViews } from '../views/use-page-views.ts';
import { present } from '../views/view-state.ts';
import { ViewsBar } from '../views/views-bar.tsx';
import { ArchiveChosen } from './archive-chosen.tsx';
import { useAudienceColumns } from './audience-columns.tsx';
import { useAudienceCount, useAudienceList } from './queries.ts';
import { useRestoreFailure } from './restore-failure.ts';

const route = getRouteApi('/audiences');
type Search = ReturnType<typeof route.useSearch>;

export function AudiencesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const { sort, view } = search;
  const values = useMemo(() => valuesOf(search), [search]);
  const columns = useAudienceColumns();
  const filters = useMemo((): Filter[] => [{ kind: 'choice', key: 'live', label: t('audiences.kind'), single: true, options: [{ value: 'yes', label: t('audiences.live') }, { value: 'no', label: t('audiences.dynamic') }] }], [t]);
  const go = (next: FilterValues, rest: { sort?: string | undefined; view?: string | undefined }, replace = false) => void navigate({ search: present({ ...next, ...rest }) as Search, replace });
  const views = usePageViews('audiences', { view, filters: values, sort, go: (to, replace) => go(to.filters, { sort: to.sort, view: to.view }, replace) });
  const list = useAudienceList(values, sort, views.settled);
  const { data: counted } = useAudienceCount(values, views.settled);
  const rows = useLoadedRows(list.data);
  const shown = useArranged(columns, views.columns);
  const selecting = useSelection({ of: JSON.stringify(values), total: counted?.count });
  const failure = useRestoreFailure(({ error }) => error);
  const open = (audienceId: string) => void navigate({ to: '/audiences/$audienceId', params: { audienceId } });
  const change = (patch: FilterValues) => go({ ...values, ...patch }, { sort, view }, true);
  const create = may('audiences.write') && <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>{t('audiences.new')}</Button>;
  return (
    <Page title={t('audiences.title')} lead={t('audiences.lead')} loop={['engage', 'convert']} actions={create}>
      <ProblemAlert error={failure} />
      <ViewsBar views={views} />
      <FilterBar search={{ value: values['q'], onChange: (q) => change({ q }), hint: t('audiences.searchHint') }} filters={filters} values={values} onChange={change}>
        <TableTools columns={columns} chosen={views.columns} onChoose={views.setColumns} />
      </FilterBar>
      <DataTable
        label={t('audiences.title')} columns={shown} rows={rows} rowKey={(row) => row.id} rowName={(row) => row.name} selecting={may('audiences.write') ? selecting : undefined}
        error={list.isFetchNextPageError ? null : list.error} onRetry={() => void list.refetch()} refreshing={list.isPlaceholderData}
        sort={sort ?? serverSort} onSort={(next) => go(values, { sort: next, view })} onOpen={(row) => open(row.id)}
        endless={{ hasMore: list.hasNextPage, loading: list.isFetchingNextPage, onMore: () => void list.fetchNextPage(), error: list.isFetchNextPageError ? list.error : undefined, total: counted?.count }}
        empty={Object.keys(values).length > 0 ? <NothingFound onClear={() => go({}, { sort })} /> : <EmptyState picture="audience" title={t('audiences.emptyTitle')} text={t('audiences.emptyText')} actions={create} />}
      />
      <ArchiveChosen rows={rows ?? []} list={list} selecting={selecting} />
    </Page>
  );
}

/** What the address filters by. */
const valuesOf = ({ sort: _sort, view: _view, ...filtered }: Search) => present(filtered);

/** How the server sorts when it is told nothing: the newest first. */
const serverSort = '-createdAt';
