import { CaretDownFilled, CaretUpFilled } from '@ant-design/icons';
import { Checkbox, Tooltip } from 'antd';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { headState } from './data-table-selection.ts';
import type { Column, FilledTable } from './data-table-types.ts';
import styles from './data-table.module.css';
import { useHintTrigger } from './media.ts';
import { useSteady } from './use-steady.ts';

/** The head of a table: the box for all loaded rows, and columns that sort (largest first, smallest first, as it was). */
export function GridHead<Row extends object>({ columns, sort, onSort, selecting, endless, keys }: FilledTable<Row> & { keys: readonly string[] }) {
  const { t } = useTranslation();
  const state = selecting ? headState(selecting.selection, keys) : 'none';
  const change = useSteady((next: string | undefined) => onSort?.(next));
  return (
    <thead>
      <tr aria-rowindex={endless ? 1 : undefined}>
        {selecting && (
          <th scope="col" className={styles['boxCell']}>
            <Checkbox checked={state === 'all'} indeterminate={state === 'some'} aria-label={t('design.table.selectLoaded')}
              onChange={() => (state === 'all' ? selecting.clear() : selecting.set(keys, true))} />
          </th>
        )}
        {columns.map((column) => <HeadCell key={column.key} column={column} sort={sort} onSort={onSort && change} />)}
      </tr>
    </thead>
  );
}

type HeadCellProps<Row> = { column: Column<Row>; sort: string | undefined; onSort: ((sort: string | undefined) => void) | undefined };

const HeadCell = memo(function HeadCell<Row>({ column, sort, onSort }: HeadCellProps<Row>) {
  const { t } = useTranslation();
  if (!column.sort || !onSort) return column.title === '' ? <td data-align={column.align} /> : <th scope="col" data-align={column.align} style={{ width: column.width }}>{column.definition ? <Defined title={column.title} definition={column.definition} /> : column.title}</th>;
  const [up, down] = [sort === column.sort, sort === `-${column.sort}`];
  const next = down ? column.sort : up ? undefined : `-${column.sort}`;
  return (
    <th scope="col" data-align={column.align} style={{ width: column.width }} aria-sort={up ? 'ascending' : down ? 'descending' : 'none'}>
      <button type="button" className={styles['sort']} data-on={up || down} onClick={() => onSort(next)} title={t(down ? 'design.table.sortUp' : up ? 'design.table.sortNone' : 'design.table.sortDown')}>
        {column.title}<span className={styles['sortMark']} aria-hidden="true"><CaretUpFilled data-on={up} /><CaretDownFilled data-on={down} /></span>
      </button>
    </th>
  );
}) as <Row>(props: HeadCellProps<Row>) => ReactNode;

function Defined({ title, definition }: { title: Column<never>['title']; definition: string }) {
  return <Tooltip title={definition} trigger={useHintTrigger()}><button type="button" className={styles['defined']}>{title}</button></Tooltip>;
}
