import { BarChart, HeatmapChart, LineChart, TreemapChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useMode } from '../app/mode.ts';
import { fontFamily, palettes } from './tokens.ts';

use([BarChart, LineChart, HeatmapChart, TreemapChart, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, CanvasRenderer]);

/** The drawing itself; resizes with its place. */
export default function ChartCanvas({ option, height, onPick }: { option: EChartsCoreOption; height: number; onPick?: (index: number) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const pick = useRef(onPick);
  const mode = useMode();
  useEffect(() => {
    pick.current = onPick;
  });
  useEffect(() => {
    if (!place.current) return;
    const made = init(place.current);
    chart.current = made;
    made.on('click', (event) => pick.current?.(event.dataIndex));
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    const color = palettes[mode];
    const tooltip = { backgroundColor: color.raised, borderColor: color.line, textStyle: { color: color.text, fontSize: 12 }, confine: true };
    const own = option['tooltip'] as object | undefined;
    chart.current?.setOption({ animationDuration: 150, textStyle: { fontFamily, fontSize: 12 }, ...option, tooltip: { ...tooltip, ...own } }, true);
  }, [option, mode]);
  return <div ref={place} style={{ height, width: '100%' }} aria-hidden="true" />;
}
