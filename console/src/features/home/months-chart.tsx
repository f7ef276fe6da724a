import type { HomeNumbers } from '@homefield/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { nowMs, useFormat } from '../../app/session.ts';
import { Chart, type ChartColors } from '../../design/chart.tsx';
import { useNarrow } from '../../design/media.ts';
import { labelStep, monthsOf, withData } from './months.ts';

const axis = (color: ChartColors, formatter: (value: number) => string, lines: boolean) => (
  { type: 'value' as const, axisLabel: { color: color.textTertiary, formatter }, splitLine: lines ? { lineStyle: { color: color.line } } : { show: false } });

/** Sales as bars and buyers as a line over the last 24 months, from the first with data on. The month under way is drawn as unfinished: whole, it would look like a fall. */
export function MonthsChart({ months, asOfMs }: { months: HomeNumbers['months']; asOfMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const narrow = useNarrow();
  const shown = useMemo(() => monthsOf(withData(months), format.dayKey(asOfMs)), [months, format, asOfMs]);
  const titles = useMemo(() => shown.map(({ month, underWay }) => (underWay ? t('home.monthUntil', { month: format.month(month), day: format.day(asOfMs, nowMs()) }) : format.month(month))), [shown, asOfMs, format, t]);
  const option = useMemo(() => (color: ChartColors) => ({
    grid: { left: 8, right: 8, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, data: [t('home.sales'), t('home.buyersOfMonth')] },
    tooltip: {
      trigger: 'axis' as const,
      formatter: (params: unknown) => {
        const index = (params as { dataIndex: number }[])[0]?.dataIndex ?? 0;
        const month = shown[index];
        return month ? tip(titles[index] ?? '', [[color.series[0], t('home.sales'), format.money(month.salesMinor)], [color.series[1], t('home.buyersOfMonth'), format.count(month.buyers)]]) : '';
      },
    },
    xAxis: {
      type: 'category' as const, data: shown.map((month) => (month.underWay ? t('home.monthToDate') : format.month(month.month))), axisTick: { show: false }, axisLine: { lineStyle: { color: color.line } },
      // Counted from the end, so that the month under way always has its name.
      axisLabel: { color: color.textTertiary, hideOverlap: false, interval: (index: number) => (shown.length - 1 - index) % labelStep(narrow) === 0 },
    },
    yAxis: [axis(color, (value) => format.axisMoney(value), true), axis(color, (value) => format.compactCount(value), false)],
    series: [
      { name: t('home.sales'), type: 'bar' as const, barMaxWidth: 18, itemStyle: { color: color.series[0] }, data: shown.map((month) => (month.underWay ? { value: month.salesMinor, itemStyle: { color: color.accentSoft, borderColor: color.series[0], borderType: 'dashed', borderWidth: 1 } } : month.salesMinor)) },
      { name: t('home.buyersOfMonth'), type: 'line' as const, yAxisIndex: 1, itemStyle: { color: color.series[1] }, data: shown.map((month) => (month.underWay ? null : month.buyers)) },
      // Of the same name: the legend hides both.
      { name: t('home.buyersOfMonth'), type: 'line' as const, yAxisIndex: 1, lineStyle: { type: 'dashed' }, itemStyle: { color: color.series[1] }, data: shown.map((month, index) => (month.underWay || shown[index + 1]?.underWay ? month.buyers : null)) },
    ],
  }), [shown, titles, narrow, format, t]);
  return (
    <Chart
      option={option} height={300} label={t('home.monthsTitle')}
      table={{ head: [t('home.month'), t('home.sales'), t('home.orders'), t('home.buyersOfMonth')], rows: shown.map((month, index) => [titles[index] ?? '', format.money(month.salesMinor), format.count(month.orders), format.count(month.buyers)]).reverse() }}
    />
  );
}

type TipLine = readonly [color: string | undefined, name: string, value: string];

function tip(head: string, lines: readonly TipLine[]): string {
  const dot = (color: string | undefined) => `<i style="display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:6px;background:${color}"></i>`;
  return `${head}${lines.map(([color, name, value]) => `<div style="display:flex;justify-content:space-between;gap:24px"><span>${dot(color)}${name}</span><b>${value}</b></div>`).join('')}`;
}
