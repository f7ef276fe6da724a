import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'react';
import { useMode } from '../app/mode.ts';
import { chartTheme } from './chart-theme.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/**
 * How often fonts have arrived since the chart is there. A canvas keeps what was measured with the font in their place: legends lay over each
 * other where the letters turned out wider.
 */
function useFontsArrived(): number {
  const [arrived, setArrived] = useState(0);
  useEffect(() => {
    const count = () => setArrived((before) => before + 1);
    document.fonts.addEventListener('loadingdone', count);
    return () => document.fonts.removeEventListener('loadingdone', count);
  }, []);
  return arrived;
}

/** The drawing itself; resizes with its place. */
export default function ChartCanvas({ option, height }: { option: EChartsCoreOption; height: number }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const mode = useMode();
  const fonts = useFontsArrived();
  useEffect(() => {
    if (!place.current) return;
    const made = init(place.current, chartTheme(mode, fonts));
    chart.current = made;
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      made.dispose();
    };
  }, [mode, fonts]);
  useEffect(() => {
    // Drawn with the next picture: together with the rest of the page it would hold the page up.
    chart.current?.setOption({ animationDuration: 150, ...option }, { notMerge: true, lazyUpdate: true });
  }, [option, mode, fonts]);
  return <div ref={place} style={{ height, width: '100%' }} aria-hidden="true" />;
}
