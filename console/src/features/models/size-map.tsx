import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat, useSentence } from '../../app/session.ts';
import { Chart, type ChartColors } from '../../design/chart.tsx';
import type { Snapshot } from './rfm-math.ts';

/** The classes as areas: large is many customers, deep is much per customer. A click makes an audience of the class. */
export function SizeMap({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence();
  const may = useMay();
  const navigate = useNavigate();
  const most = Math.max(1, ...snapshot.classes.map((row) => row.averageAmountMinor));
  const option = useMemo(() => (color: ChartColors) => ({
    tooltip: {
      formatter: (params: unknown) => {
        const { name, value } = params as { name: string; value: [number, number] };
        return t('models.sizeCell', { name, customers: format.count(value[0]), amount: format.money(value[1]) });
      },
    },
    series: [{
      type: 'treemap' as const, roam: false, nodeClick: false as const, breadcrumb: { show: false }, left: 0, right: 0, top: 4, bottom: 0, visibleMin: 0,
      label: { show: true, fontSize: 13, lineHeight: 19, formatter: (params: unknown) => { const { name, value } = params as { name: string; value: number[] }; return `${name}\n${format.count(value[0])}`; } },
      itemStyle: { borderWidth: 0, gapWidth: 2, borderColor: color.ground },
      data: snapshot.classes.map((row) => {
        const depth = row.averageAmountMinor / most;
        const fill = mixed(color.accentSoft, color.accent, depth);
        return { name: sentence(row.label), value: [row.customers, Math.round(row.averageAmountMinor)], itemStyle: { color: fill }, label: { color: depth > 0.8 ? color.onAccent : color.text } };
      }),
    }],
  }), [snapshot, most, format, sentence, t]);
  return (
    <Chart option={option} height={320} label={t('models.sizeTitle')}
      {...(may('audiences.write') ? { onPick: (index: number) => { const row = snapshot.classes[index - 1] ?? snapshot.classes[index]; if (row) void navigate({ to: '/audiences/$audienceId', params: { audienceId: 'new' }, search: { class: row.class } }); } } : {})}
      table={{ head: [t('models.class'), t('models.customers'), t('models.averageM')], rows: snapshot.classes.map((row) => [sentence(row.label), format.count(row.customers), format.money(Math.round(row.averageAmountMinor))]) }} />
  );
}

/** Between two colors, `#rrggbb` each. */
function mixed(from: string, to: string, share: number): string {
  const part = (color: string, index: number) => Number.parseInt(color.slice(1 + index * 2, 3 + index * 2), 16);
  return `rgb(${[0, 1, 2].map((index) => Math.round(part(from, index) + (part(to, index) - part(from, index)) * share)).join(',')})`;
}
