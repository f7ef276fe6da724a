import { Button, Table } from 'antd';
import type { ColumnType } from 'antd/es/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './empty-state.tsx';
import { Loading } from './loading.tsx';
import { useNarrow } from './narrow.ts';
import { ProblemAlert } from './problem-alert.tsx';
import styles from './data-table.module.css';

export type Column<Row> = Readonly<{
  key: string;
  title: ReactNode;
  render: (row: Row) => ReactNode;
  /** The name by which the server sorts; a column without one cannot be sorted. */
  sort?: string;
  align?: 'right';
  width?: number;
  /** On a phone a row is a card: its head, the right end of its head, a labeled line, or left out. Default: a line. */
  phone?: 'head' | 'end' | 'line' | 'none';
}>;

type DataTableProps<Row> = Readonly<{
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  error?: unknown;
  onRetry?: () => void;
  refreshing?: boolean;
  /** `netSales` ascending, `-netSales` descending. */
  sort?: string | undefined;
  onSort?: (sort: string | undefined) => void;
  onOpen?: (row: Row) => void;
  pages?: { onNext: (() => void) | null; onPrevious: (() => void) | null } | undefined;
  empty: ReactNode;
  summary?: ReactNode;
}>;

/** The one table: sorted and paged by the server; on a phone a list of cards with the same contents. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const narrow = useNarrow();
  const { rows, error, onRetry } = props;
  if (error && !rows) return <ProblemAlert error={error} onRetry={onRetry} />;
  if (!rows) return <Loading rows={8} />;
  if (rows.length === 0) return <>{props.empty}</>;
  return (
    <div className={styles['table']} data-refreshing={props.refreshing ?? false}>
      {error ? <ProblemAlert error={error} onRetry={onRetry} /> : null}
      {narrow ? <Cards {...props} rows={rows} /> : <WideTable {...props} rows={rows} />}
      <Foot summary={props.summary} pages={props.pages} />
    </div>
  );
}

type Filled<Row> = DataTableProps<Row> & { rows: readonly Row[] };

function WideTable<Row extends object>({ columns, rows, rowKey, sort, onSort, onOpen }: Filled<Row>) {
  const tableColumns = columns.map((column): ColumnType<Row> => ({
    key: column.key,
    title: column.title,
    render: (_, row) => column.render(row),
    ...(column.align ? { align: column.align } : {}),
    ...(column.width ? { width: column.width } : {}),
    ...(column.sort ? { sorter: true, sortOrder: sort === column.sort ? 'ascend' : sort === `-${column.sort}` ? 'descend' : null, sortDirections: ['descend', 'ascend'] } : {}),
  }));
  return (
    <Table<Row>
      size="middle" columns={tableColumns} dataSource={[...rows]} rowKey={rowKey} pagination={false} scroll={{ x: 'max-content' }} showSorterTooltip={false}
      onChange={(_pages, _filters, sorter) => {
        const one = Array.isArray(sorter) ? sorter[0] : sorter;
        const name = columns.find((column) => column.key === one?.columnKey)?.sort;
        onSort?.(one?.order && name ? `${one.order === 'descend' ? '-' : ''}${name}` : undefined);
      }}
      {...(onOpen ? { onRow: (row: Row) => ({ onClick: () => onOpen(row), className: styles['openable'] ?? '' }) } : {})}
    />
  );
}

function Cards<Row extends object>({ columns, rows, rowKey, onOpen }: Filled<Row>) {
  const place = (where: 'head' | 'end') => columns.filter((column) => column.phone === where);
  const lines = columns.filter((column) => (column.phone ?? 'line') === 'line');
  return (
    <ul className={styles['cards']}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={styles['card']} onClick={() => onOpen?.(row)}>
          <div className={styles['cardHead']}>
            <div className={styles['cardTitle']}>{place('head').map((column) => <span key={column.key}>{column.render(row)}</span>)}</div>
            <div className={styles['cardEnd']}>{place('end').map((column) => <span key={column.key}>{column.render(row)}</span>)}</div>
          </div>
          {lines.length > 0 && (
            <dl className={styles['cardLines']}>
              {lines.map((column) => <div key={column.key}><dt>{column.title}</dt><dd>{column.render(row)}</dd></div>)}
            </dl>
          )}
        </li>
      ))}
    </ul>
  );
}

function Foot({ summary, pages }: { summary?: ReactNode; pages: DataTableProps<object>['pages'] }) {
  const { t } = useTranslation();
  const paged = pages && (pages.onNext || pages.onPrevious);
  if (!summary && !paged) return null;
  return (
    <div className={styles['foot']}>
      <span>{summary}</span>
      {paged && (
        <span className={styles['pages']}>
          <Button size="small" disabled={!pages.onPrevious} onClick={() => pages.onPrevious?.()}>{t('common.previousPage')}</Button>
          <Button size="small" disabled={!pages.onNext} onClick={() => pages.onNext?.()}>{t('common.nextPage')}</Button>
        </span>
      )}
    </div>
  );
}

/** The empty state of a search that found nothing. */
export function NothingFound({ onClear }: { onClear?: () => void }) {
  const { t } = useTranslation();
  return <EmptyState compact picture="search" title={t('common.nothingFound')} text={t('common.nothingFoundHint')} actions={onClear && <Button onClick={onClear}>{t('common.clearSearch')}</Button>} />;
}
