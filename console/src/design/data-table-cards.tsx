import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { isSelected } from './data-table-selection.ts';
import type { Column, FilledTable } from './data-table-types.ts';
import styles from './data-table.module.css';

/** Rows on a phone: cards with a head and labeled lines. Those out of sight cost no drawing (`content-visibility`). */
export function Cards<Row extends object>({ columns, rows, rowKey, onOpen, selecting, rowName, label }: FilledTable<Row>) {
  const { t } = useTranslation();
  const shown = (where: 'head' | 'end' | 'text' | 'line', row: Row) => columns.filter((column) => (column.phone ?? 'line') === where && !column.missing?.(row));
  return (
    <ul className={styles['cards']} aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={styles['card']} onClick={() => onOpen?.(row)}>
          <div className={styles['cardHead']}>
            {selecting && (
              <span className={styles['cardBox']} onClick={(event) => event.stopPropagation()}>
                <Checkbox checked={isSelected(selecting.selection, rowKey(row))} onChange={(event) => selecting.set([rowKey(row)], event.target.checked)} aria-label={t('design.table.selectRow', { name: rowName?.(row) ?? '' })} />
              </span>
            )}
            <div className={styles['cardTitle']}>{shown('head', row).map((column) => <span key={column.key}>{column.render(row)}</span>)}</div>
            <div className={styles['cardEnd']}>{shown('end', row).map((column) => <span key={column.key}>{column.render(row)}</span>)}</div>
          </div>
          {shown('text', row).map((column) => <div key={column.key} className={styles['cardText']}>{column.render(row)}</div>)}
          <Lines columns={shown('line', row)} row={row} />
        </li>
      ))}
    </ul>
  );
}

function Lines<Row extends object>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) {
  return columns.length > 0 && <dl className={styles['cardLines']}>{columns.map((column) => <div key={column.key}><dt>{column.title}</dt><dd>{column.render(row)}</dd></div>)}</dl>;
}
