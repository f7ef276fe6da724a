import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { isSelected } from './data-table-selection.ts';
import type { FilledTable } from './data-table-types.ts';
import styles from './data-table.module.css';

/** Rows on a phone: cards with a head and labeled lines. Those out of sight cost no drawing (`content-visibility`). */
export function Cards<Row extends object>({ columns, rows, rowKey, onOpen, selecting, rowName, label }: FilledTable<Row>) {
  const { t } = useTranslation();
  const place = (where: 'head' | 'end' | 'text') => columns.filter((column) => column.phone === where);
  const lines = columns.filter((column) => (column.phone ?? 'line') === 'line');
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
            <div className={styles['cardTitle']}>{place('head').map((column) => <span key={column.key}>{column.render(row)}</span>)}</div>
            <div className={styles['cardEnd']}>{place('end').map((column) => <span key={column.key}>{column.render(row)}</span>)}</div>
          </div>
          {place('text').map((column) => <div key={column.key} className={styles['cardText']}>{column.render(row)}</div>)}
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
