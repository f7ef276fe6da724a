import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../app/session.ts';
import { Cards } from './data-table-cards.tsx';
import { Grid } from './data-table-grid.tsx';
import styles from './data-table.module.css';
import type { DataTableProps } from './data-table-types.ts';
import { EmptyState } from './empty-state.tsx';
import { useNarrow } from './media.ts';
import { ProblemAlert } from './problem-alert.tsx';
import { TableSkeleton } from './skeleton.tsx';

export type { Column, DataTableProps, Endless } from './data-table-types.ts';

const skeletonColumnsMax = 7;

/** The one table: sorted, filtered and paged by the server; on a phone a list of cards with the same contents. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const narrow = useNarrow();
  const { rows, error, onRetry, endless } = props;
  if (error && !rows) return <ProblemAlert error={error} onRetry={onRetry} />;
  if (!rows) return <TableSkeleton columns={narrow ? 2 : Math.min(props.columns.length, skeletonColumnsMax)} />;
  if (rows.length === 0) return <>{props.empty}</>;
  return (
    <div className={styles['table']} data-refreshing={props.refreshing ?? false} aria-busy={props.refreshing ?? false}>
      {error ? <ProblemAlert error={error} onRetry={onRetry} /> : null}
      {narrow ? <Cards {...props} rows={rows} /> : <Grid {...props} rows={rows} />}
      {endless?.error ? <ProblemAlert error={endless.error} onRetry={endless.onMore} /> : null}
      <Foot summary={props.summary} pages={props.pages} endless={endless} loaded={rows.length} />
    </div>
  );
}

type FootProps = Pick<DataTableProps<object>, 'summary' | 'pages' | 'endless'> & { loaded: number };

function Foot({ summary, pages, endless, loaded }: FootProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const paged = pages && (pages.onNext || pages.onPrevious);
  if (!summary && !paged && !endless) return null;
  const shown = endless && (endless.total === undefined ? t('design.table.loaded', { loaded: format.count(loaded) }) : t('design.table.loadedOf', { loaded: format.count(loaded), total: format.count(endless.total) }));
  return (
    <div className={styles['foot']}>
      <span role="status">{summary ?? shown}</span>
      {endless?.hasMore && <Button size="small" loading={endless.loading} onClick={endless.onMore}>{t('design.table.more')}</Button>}
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
