import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { Chart, type ChartColors } from '../../design/chart.tsx';
import { heatOf, type Snapshot } from './rfm-math.ts';

/** Buyers by the band of their last order (R) and of their number of orders (F). */
export function HeatMap({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const heat = useMemo(() => heatOf(snapshot.cells), [snapshot]);
  const option = useMemo(() => (color: ChartColors) => ({
    grid: { left: 8, right: 12, top: 8, bottom: 44, containLabel: true },
    tooltip: {
      formatter: (params: unknown) => {
        const { value } = params as { value: [number, number, number, number] };
        return t('models.heatCell', { recency: heat.rows[value[1]], frequency: heat.columns[value[0]], customers: format.count(value[2]), sales: format.compactMoney(value[3]) });
      },
    },
    xAxis: { type: 'category' as const, data: [...heat.columns], name: t('models.axisF'), nameLocation: 'middle' as const, nameGap: 28, nameTextStyle: { color: color.textTertiary }, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: color.textSecondary } },
    yAxis: { type: 'category' as const, inverse: true, data: heat.rows.map((band) => t('models.days', { value: band })), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: color.textSecondary } },
    visualMap: { show: false, min: 0, max: heat.most, dimension: 2, inRange: { color: [color.sunken, color.accentSoft, color.accent] } },
    series: [{
      type: 'heatmap' as const, data: heat.values.map((value) => ({ value: [...value], label: { color: value[2] > heat.most * 0.85 ? color.onAccent : color.text } })),
      label: { show: true, formatter: (params: unknown) => format.compactCount((params as { value: number[] }).value[2]) },
      itemStyle: { borderWidth: 2, borderColor: color.ground, borderRadius: 3 },
    }],
  }), [heat, format, t]);
  return (
    <Chart option={option} height={320} label={t('models.heatTitle')}
      table={{ head: [t('models.axisR'), ...heat.columns.map((band) => t('models.orders', { value: band }))], rows: heat.rows.map((row, y) => [t('models.days', { value: row }), ...heat.values.filter((value) => value[1] === y).map((value) => format.count(value[2]))]) }} />
  );
}
