import { TagOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nowMs } from '../../app/session.ts';
import { BulkBar } from '../../design/bulk-bar.tsx';
import { useArranged } from '../../design/data-table-columns.ts';
import { useSelection } from '../../design/data-table-selection.ts';
import { DataTable, NothingFound, type Column } from '../../design/data-table.tsx';
import { FilterBar } from '../../design/filter-bar.tsx';
import type { Filter, FilterValues } from '../../design/filters.ts';
import { useNarrow } from '../../design/media.ts';
import { TableTools } from '../../design/table-tools.tsx';
import { Masked, Money, Person, Relative, ShareBar } from '../../design/values.tsx';
import { useRested } from '../../design/use-rested.ts';

type Buyer = Readonly<{ id: string; name: string; city: string; salesMinor: number; lastAtMs: number; share: number }>;

/** As many as a long list holds after hours of scrolling: what the table promises to carry. */
const rowsMax = 100_000;
/** Cards of a phone are all in the page. */
const cardsMax = 60;
const names = ['王婷', '李雪梅', '张佳怡', '刘静', '陈欣然', '杨思琪', '赵雨桐', '黄梦瑶', '周晓燕', '吴丽华'];
const cities = ['上海', '杭州', '南京', '苏州', '成都'];
const hourMs = 3_600_000;

/** As soon as a server near by would answer: elsewhere it filters and sorts while the page goes on, here that is done once the click has been painted. */
const answerMs = 40;

/** The table with 100,000 loaded rows, chosen ones, filters and a chooser of columns. */
export function TablePieces() {
  const { t } = useTranslation();
  const now = nowMs();
  const narrow = useNarrow();
  const all = useMemo(() => Array.from({ length: narrow ? cardsMax : rowsMax }, (_, index): Buyer => ({
    id: `c${index}`, name: names[(index * 7) % names.length] ?? '', city: cities[(index * 3) % cities.length] ?? '', salesMinor: ((index * 7_919) % 90_000) * 10, lastAtMs: now - (1 + (index % 700)) * hourMs, share: (index * 37) % 100,
  })), [now, narrow]);
  const [values, setValues] = useState<FilterValues>({ city: '上海,杭州' });
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [sort, setSort] = useState<string | undefined>();
  const asked = useMemo(() => ({ values, sort }), [values, sort]);
  const answered = useRested(asked, answerMs);
  const rows = useMemo(() => rowsOf(all, answered.values, answered.sort), [all, answered]);
  const selecting = useSelection({ of: JSON.stringify(values), total: rows.length });
  const filters = useMemo((): Filter[] => [
    { kind: 'choice', key: 'city', label: t('design.style.city'), options: cities.map((value) => ({ value, label: value })) },
    { kind: 'range', key: 'sales', from: 'salesFrom', to: 'salesTo', label: t('design.style.sales') }, { kind: 'days', key: 'last', from: 'lastFrom', to: 'lastTo', label: t('design.style.last') },
  ], [t]);
  const columns = useMemo((): Column<Buyer>[] => [
    { key: 'name', title: t('design.style.name'), phone: 'head', render: (row) => <Person name={row.name} /> },
    { key: 'phone', title: t('design.style.phone'), render: () => <Masked text="138****5678" /> },
    { key: 'city', title: t('design.style.city'), render: (row) => row.city },
    { key: 'share', title: t('design.style.share'), width: 180, phone: 'none', render: (row) => <ShareBar part={row.share} base={100} /> },
    { key: 'sales', title: t('design.style.sales'), sort: 'sales', align: 'right', phone: 'end', render: (row) => <Money minor={row.salesMinor} /> },
    { key: 'last', title: t('design.style.last'), align: 'right', render: (row) => <Relative ms={row.lastAtMs} /> },
  ], [t]);
  const shown = useArranged(columns, chosen);
  return (
    <>
      <FilterBar search={{ value: values['q'], onChange: (q) => setValues({ ...values, q }), hint: t('design.style.name') }} filters={filters} values={values} onChange={(patch) => setValues({ ...values, ...patch })}>
        <TableTools columns={columns} chosen={chosen} onChoose={setChosen} />
      </FilterBar>
      <DataTable label={t('design.style.table')} columns={shown} rows={rows} rowKey={(row) => row.id} rowName={(row) => row.name} selecting={selecting} sort={sort} onSort={setSort}
        endless={{ hasMore: false, loading: false, onMore: () => {}, total: rows.length }} empty={<NothingFound onClear={() => setValues({})} />} />
      <BulkBar selecting={selecting}><Button size="small" icon={<TagOutlined />}>{t('design.style.bulk')}</Button></BulkBar>
    </>
  );
}

function rowsOf(all: readonly Buyer[], values: FilterValues, sort: string | undefined): Buyer[] {
  const part = values['q'] ?? '';
  const places = new Set(values['city']?.split(','));
  const rows = all.filter((row) => (part === '' || row.name.includes(part)) && (places.size === 0 || places.has(row.city)));
  const turn = sort === 'sales' ? 1 : sort === '-sales' ? -1 : 0;
  return turn === 0 ? rows : rows.sort((left, right) => turn * (left.salesMinor - right.salesMinor));
}
