import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMode } from '../../app/mode.ts';
import { nowMs, useFormat } from '../../app/session.ts';
import { Chart } from '../../design/chart.tsx';
import { Figure, Figures } from '../../design/figure.tsx';
import { palettes } from '../../design/tokens.ts';
import { Count, Day, Masked, Money, Percent, Person, Relative, ShareBar } from '../../design/values.tsx';
import styles from './design.module.css';

const shownColors = ['ground', 'sunken', 'hover', 'selected', 'line', 'lineStrong', 'text', 'textSecondary', 'textTertiary', 'accent', 'accentText', 'accentSoft', 'amber', 'amberSoft', 'red', 'redSoft'] as const;

export function ColorPieces() {
  const palette = palettes[useMode()];
  return <div className={styles.colors}>{shownColors.map((name) => <div key={name} className={styles.color}><i style={{ background: palette[name] }} /><code>{name}</code></div>)}</div>;
}

const threeMinutesMs = 180_000;
const twoHoursMs = 7_200_000;

export function ValuePieces() {
  const { t } = useTranslation();
  const now = nowMs();
  const facts: [string, React.ReactNode][] = [
    [t('design.style.money'), <Money key="1" minor={123_450} />], [t('design.style.compact'), <Money key="2" minor={103_284_760} compact />],
    [t('design.style.count'), <Count key="3" value={48_216} compact />], [t('design.style.percent'), <Percent key="4" part={4_467} base={48_216} />],
    [t('design.style.share'), <ShareBar key="5" part={30} base={48} />], [t('design.style.day'), <Day key="6" ms={now} />],
    [t('design.style.relative'), <span key="7"><Relative ms={now - threeMinutesMs} /> · <Relative ms={now - twoHoursMs} /></span>],
    [t('design.style.phone'), <Masked key="8" text="138****5678" />],
    [t('design.style.person'), <Person key="9" name="周晓彤" />], [t('design.style.person'), <Person key="10" name="顾雨晴" />], [t('design.style.person'), <Person key="11" name="Emma" />],
    [t('design.style.person'), <Person key="12" name={null} missing={t('design.style.nobody')} />],
  ];
  return <dl className={styles.facts}>{facts.map(([label, value], index) => <div key={index}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>;
}

export function FigurePieces() {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Figures>
      <Figure label={t('design.style.sales')} definition={t('design.style.salesDefinition')} value={<Money minor={103_284_760} compact />} change={{ text: '+14%', good: true }} />
      <Figure label={t('design.style.buyers')} definition={t('design.style.salesDefinition')} value={<Count value={17_352} />} change={{ text: '-3.2%', good: false }} />
      <Figure label={t('design.style.repurchase')} definition={t('design.style.salesDefinition')} value={format.percent(0.3812)} />
      <Figure label={t('design.style.waiting')} definition={t('design.style.salesDefinition')} value={<Count value={126} />} tone="waiting" />
    </Figures>
  );
}

const sales = [412, 388, 455, 520, 498, 610, 702, 655, 590, 640, 812, 905].map((thousand) => thousand * 100_000);
const buyers = [1_802, 1_764, 1_910, 2_044, 2_011, 2_350, 2_604, 2_518, 2_377, 2_460, 2_903, 3_120];

export function ChartPieces() {
  const { t } = useTranslation();
  const format = useFormat();
  const months = useMemo(() => sales.map((_, index) => format.month(`2026-${String(index + 1).padStart(2, '0')}`)), [format]);
  const option = useMemo(() => () => ({
    animation: false, grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true }, legend: { top: 0, left: 0 }, tooltip: { trigger: 'axis' },
    xAxis: { type: 'category', data: months },
    yAxis: [{ type: 'value', axisLabel: { formatter: format.axisMoney } }, { type: 'value', axisLabel: { formatter: format.compactCount }, splitLine: { show: false } }],
    series: [{ name: t('design.style.sales'), type: 'bar', data: sales }, { name: t('design.style.buyers'), type: 'line', yAxisIndex: 1, data: buyers }],
  }), [format, months, t]);
  return (
    <div className={styles.chart}>
      <Chart option={option} height={280} label={t('design.style.charts')}
        table={{ head: [t('design.style.month'), t('design.style.sales'), t('design.style.buyers')], rows: months.map((month, index) => [month, format.money(sales[index]), format.count(buyers[index])]) }} />
    </div>
  );
}
