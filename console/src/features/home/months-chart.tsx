import type { HomeNumbers } from '@homefield/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { Chart, type ChartColors } from '../../design/chart.tsx';

type Months = HomeNumbers['months'];

/** Sales as bars and buyers as a line over the last 24 months. */
export function MonthsChart({ months }: { months: Months }) {
  const { t } = useTranslation();
  const format = useFormat();
  const option = useMemo(() => (color: ChartColors) => ({
    grid: { left: 8, right: 8, top: 36, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 10, itemHeight: 10, icon: 'roundRect', textStyle: { color: color.textSecondary } },
    tooltip: { trigger: 'axis' as const },
    xAxis: { type: 'category' as const, data: months.map((month) => format.month(month.month)), axisTick: { show: false }, axisLine: { lineStyle: { color: color.line } }, axisLabel: { color: color.textTertiary, hideOverlap: true } },
    yAxis: [
      { type: 'value' as const, axisLabel: { color: color.textTertiary, formatter: (value: number) => format.axisMoney(value) }, splitLine: { lineStyle: { color: color.line } } },
      { type: 'value' as const, axisLabel: { color: color.textTertiary, formatter: (value: number) => format.compactCount(value) }, splitLine: { show: false } },
    ],
    series: [
      { name: t('home.sales'), type: 'bar' as const, barMaxWidth: 18, itemStyle: { color: color.series[0], borderRadius: [2, 2, 0, 0] }, data: months.map((month) => month.salesMinor), tooltip: { valueFormatter: (value: unknown) => format.money(Number(value)) } },
      { name: t('home.buyersOfMonth'), type: 'line' as const, yAxisIndex: 1, symbol: 'none', lineStyle: { width: 2 }, itemStyle: { color: color.series[1] }, data: months.map((month) => month.buyers), tooltip: { valueFormatter: (value: unknown) => format.count(Number(value)) } },
    ],
  }), [months, format, t]);
  return (
    <Chart
      option={option} height={300} label={t('home.monthsTitle')}
      table={{ head: [t('home.month'), t('home.sales'), t('home.orders'), t('home.buyersOfMonth')], rows: [...months].reverse().map((month) => [format.month(month.month), format.money(month.salesMinor), format.count(month.orders), format.count(month.buyers)]) }}
    />
  );
}
