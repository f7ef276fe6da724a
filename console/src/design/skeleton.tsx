import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './skeleton.module.css';

const widths = [62, 84, 48, 74, 56, 90, 40, 68];

/** Stands where a table will stand: as many columns, rows as high, so that nothing moves when it comes. */
export function TableSkeleton({ columns, rows = 8 }: { columns: number; rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles['table']} role="status" aria-label={t('common.loading')}>
      {Array.from({ length: rows + 1 }, (_, row) => (
        <div key={row} className={styles['row']} style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
          {Array.from({ length: columns }, (_column, column) => <i key={column} style={{ width: `${row === 0 ? 36 : widths[(row * 3 + column) % widths.length]}%` }} />)}
        </div>
      ))}
    </div>
  );
}

/** Stands where a row of figures will stand. */
export function FiguresSkeleton({ count = 4 }: { count?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles['figures']} role="status" aria-label={t('common.loading')} style={{ '--columns': count } as CSSProperties}>
      {Array.from({ length: count }, (_, index) => <div key={index}><i style={{ width: '46%' }} /><b /><i style={{ width: '30%' }} /></div>)}
    </div>
  );
}

/** Stands where a chart will stand. */
export function ChartSkeleton({ height }: { height: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles['chart']} role="status" aria-label={t('common.loading')} style={{ height }}>
      {widths.concat(widths).map((share, index) => <i key={index} style={{ height: `${share}%` }} />)}
    </div>
  );
}
