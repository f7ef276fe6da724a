import { memo, useEffect, useId, useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../app/preferences.ts';
import { GridHead } from './data-table-head.tsx';
import { isSelected } from './data-table-selection.ts';
import { boxWidthPx, gridWidths } from './data-table-widths.ts';
import type { FilledTable } from './data-table-types.ts';
import styles from './data-table.module.css';
import { useRowsInSight } from './rows-in-sight.ts';
import { densities } from './tokens.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useEdges } from './use-edges.ts';
import { useSteady } from './use-steady.ts';

/** So close to the end the next portion is asked for. */
const moreWithinRows = 15;

/**
 * Rows and columns on a screen that has room. An endless table has a height, rows of one height and columns of fixed widths, and draws
 * only what is seen: 100,000 loaded rows scroll like a hundred. Any other one is as high as its rows and as wide as they need. What is wider
 * than the page has a shade at the edge where it goes on.
 */
export function Grid<Row extends object>(props: FilledTable<Row>) {
  const { columns, rows, rowKey, rowName, label, onOpen, endless, selecting } = props;
  const { t } = useTranslation();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const density = usePreferences((state) => state.density);
  const { rowPx } = densities[density];
  const virtual = endless !== undefined;
  const { edges, look: lookAtEdges } = useEdges(box);
  const widths = virtual ? gridWidths(columns, selecting !== undefined) : undefined;
  const { drawn, look, show } = useRowsInSight({ box, count: rows.length, rowPx, on: virtual });
  const wantsMore = virtual && endless.hasMore && !endless.loading && !endless.error && drawn.to >= rows.length - moreWithinRows;
  const more = useRef(endless?.onMore);
  useEffect(() => { more.current = endless?.onMore; });
  useEffect(() => { if (wantsMore) more.current?.(); }, [wantsMore, rows.length]);
  // 100,000 keys are made anew for other rows only, not with every stretch that is scrolled or row that is chosen. What makes a key is the same for as long as the rows are.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const keys = useMemo(() => rows.map(rowKey), [rows]);
  const interactive = onOpen !== undefined || selecting !== undefined;
  // Asked when the key is pressed: read while drawing, it would make the browser lay everything out in between.
  const pageRows = () => Math.max(1, Math.floor((box.current?.clientHeight ?? rowPx * 10) / rowPx) - 1);
  const showLine = (index: number) => (virtual ? show(index) : document.getElementById(`${id}${index}`)?.scrollIntoView({ block: 'nearest' }));
  const { active, onKeyDown, choose } = useGridKeys({ keys, pageRows, selecting, onOpen: onOpen && ((index) => { const row = rows[index]; if (row) onOpen(row); }), show: showLine });
  const onChoose = useSteady(choose);
  const open = useSteady((row: Row) => onOpen?.(row));
  const { from, to } = virtual ? drawn : { from: 0, to: rows.length };
  const indexes = Array.from({ length: to - from }, (_, place) => from + place);
  const span = columns.length + (selecting ? 1 : 0);
  return (
    <div className={styles['edges']} data-more={edges.right}>
    <div ref={box} className={styles['box']} data-virtual={virtual} data-scrolled={edges.left} onScroll={() => { lookAtEdges(); look(); }}
      {...(interactive ? {} : { tabIndex: 0, role: 'region', 'aria-label': label })}>
      <table className={styles['grid']} data-virtual={virtual} data-boxes={selecting !== undefined} style={{ minWidth: widths?.leastPx }} aria-label={label}
        aria-rowcount={virtual ? (endless.total ?? (endless.hasMore ? -2 : rows.length)) + 1 : undefined}
        {...(interactive ? { role: 'grid', tabIndex: 0, onKeyDown, 'aria-multiselectable': selecting ? true : undefined, 'aria-activedescendant': active >= from && active < to ? `${id}${active}` : undefined } : {})}>
        {widths && <colgroup>{selecting && <col style={{ width: boxWidthPx }} />}{columns.map((column, index) => <col key={column.key} style={{ width: widths?.columns[index] }} />)}</colgroup>}
        <GridHead {...props} keys={keys} />
        <tbody>
          {from > 0 && <Gap span={span} heightPx={from * rowPx} />}
          {indexes.map((index) => {
            const row = rows[index];
            const key = keys[index];
            return row && key !== undefined && (
              <Line key={key} row={row} index={index} id={`${id}${index}`} columns={columns} onOpen={onOpen && open} counted={virtual} active={index === active} selectable={interactive}
                chosen={selecting && isSelected(selecting.selection, key)} onChoose={onChoose} boxLabel={selecting && t('design.table.selectRow', { name: rowName?.(row) ?? String(index + 1) })} />
            );
          })}
          {to < rows.length && <Gap span={span} heightPx={(rows.length - to) * rowPx} />}
        </tbody>
      </table>
    </div>
    </div>
  );
}

/** The room of rows that are not drawn. */
function Gap({ span, heightPx }: { span: number; heightPx: number }) {
  return <tr aria-hidden="true"><td colSpan={span} style={{ height: heightPx, padding: 0, border: 0 }} /></tr>;
}

type LineProps<Row> = Pick<FilledTable<Row>, 'columns' | 'onOpen'> & {
  row: Row; index: number; id: string; active: boolean;
  /** Whether the table is as long as its scrolling makes it: each line says which one it is. */
  counted: boolean;
  selectable: boolean;
  /** Undefined where rows cannot be chosen. */
  chosen: boolean | undefined;
  onChoose: (index: number, extend: boolean) => void;
  /** What its box says to those who cannot see the row. */
  boxLabel: string | undefined;
};

/**
 * Drawn again only when something of its own changed: while one scrolls or chooses, the other lines are left alone. So pages keep `columns`
 * the same (`useMemo`), and neither a line nor a cell listens to anything.
 */
const Line = memo(function Line<Row extends object>({ row, index, id, columns, onOpen, counted, active, selectable, chosen, onChoose, boxLabel }: LineProps<Row>) {
  return (
    <tr id={id} className={styles['line']} data-openable={onOpen !== undefined} data-active={active} data-chosen={chosen ?? false} onClick={onOpen && (() => onOpen(row))}
      aria-rowindex={counted ? index + 2 : undefined} aria-selected={selectable ? chosen : undefined}>
      {chosen !== undefined && (
        <td className={styles['boxCell']} onClick={(event) => { event.stopPropagation(); onChoose(index, event.shiftKey); }}>
          {/* The browser's own: dozens are made anew with every stretch that is scrolled. */}
          <input type="checkbox" className={styles['check']} checked={chosen} readOnly tabIndex={-1} aria-label={boxLabel} />
        </td>
      )}
      {columns.map((column) => <td key={column.key} data-align={column.align}>{column.render(row)}</td>)}
    </tr>
  );
}) as <Row extends object>(props: LineProps<Row>) => ReactNode;
