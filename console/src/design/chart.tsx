import { BarChartOutlined, TableOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import type { EChartsCoreOption } from 'echarts/core';
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useMode } from '../app/mode.ts';
import styles from './chart.module.css';
import { PieceBoundary } from './piece-boundary.tsx';
import { ChartSkeleton } from './skeleton.tsx';
import { palettes, seriesColors, type Palette } from './tokens.ts';

export type ChartColors = Palette & { series: readonly string[] };
const Canvas = lazy(() => import('./chart-canvas.tsx'));

type FrameProps = Readonly<{
  height: number;
  label: string;
  /** The same numbers as a table: for reading exactly, for copying, and for those who cannot see the drawing. */
  table: { head: readonly string[]; rows: readonly (readonly string[])[] };
  children: ReactNode;
  place?: RefObject<HTMLElement | null>;
}>;

/** A drawing with its table behind it. */
export function ChartFrame({ height, label, table, children, place }: FrameProps) {
  const { t } = useTranslation();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  return (
    <figure ref={place} className={styles.figure} aria-label={label}>
      <div className={styles.switch}>
        <Segmented size="small" value={view} onChange={setView} options={[
          { value: 'chart', icon: <BarChartOutlined />, title: t('common.asChart') }, { value: 'table', icon: <TableOutlined />, title: t('common.asTable') },
        ]} />
      </div>
      {view === 'chart' ? children : <FigureTable {...table} height={height} />}
    </figure>
  );
}

type ChartProps = Omit<FrameProps, 'children' | 'place'> & Readonly<{ option: (color: ChartColors) => EChartsCoreOption }>;

/** A chart with its table behind it. echarts arrives with the first chart, never with the shell. */
export function Chart({ option, ...frame }: ChartProps) {
  const mode = useMode();
  const place = useRef<HTMLElement>(null);
  const near = useNear(place);
  const drawn = useMemo(() => option({ ...palettes[mode], series: seriesColors[mode] }), [option, mode]);
  const waiting = <ChartSkeleton height={frame.height} />;
  return <ChartFrame {...frame} place={place}><PieceBoundary><Suspense fallback={waiting}>{near ? <Canvas option={drawn} height={frame.height} /> : waiting}</Suspense></PieceBoundary></ChartFrame>;
}

/** Whether a place is in sight, or was, or is about to be: drawing a chart takes as long as the rest of its page. */
function useNear(place: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!place.current || near) return;
    const watcher = new IntersectionObserver((entries) => { if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true); }, { rootMargin: '240px' });
    watcher.observe(place.current);
    const onPrint = () => setNear(true);
    addEventListener('beforeprint', onPrint);
    return () => {
      watcher.disconnect();
      removeEventListener('beforeprint', onPrint);
    };
  }, [place, near]);
  return near;
}

function FigureTable({ head, rows, height }: FrameProps['table'] & { height: number }) {
  return (
    <div className={styles.scroll} style={{ maxHeight: height }} tabIndex={0}>
      <table className={styles.table}>
        <thead><tr>{head.map((text) => <th key={text} scope="col">{text}</th>)}</tr></thead>
        <tbody>{rows.map((row) => <tr key={row[0]}>{row.map((text, index) => <td key={index}>{text}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
