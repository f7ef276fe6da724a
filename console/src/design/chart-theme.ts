import { fontFamily as families, palettes, seriesColors } from './tokens.ts';

/** What every chart looks like unless it says otherwise: hairlines, quiet labels, the house's series colors, tooltips like our own. What was measured is kept by the name of the font: after `fontsArrived` it has another. */
export function chartTheme(mode: 'light' | 'dark', fontsArrived = 0): object {
  const fontFamily = fontsArrived > 0 ? `${families}, "${fontsArrived}"` : families;
  const color = palettes[mode];
  const label = { color: color.textTertiary, fontSize: 12, fontFamily };
  const value = { axisLine: { show: false }, axisTick: { show: false }, axisLabel: label, splitLine: { lineStyle: { color: color.line } } };
  const category = { axisLine: { lineStyle: { color: color.line } }, axisTick: { show: false }, axisLabel: { ...label, hideOverlap: true }, splitLine: { show: false } };
  return {
    color: [...seriesColors[mode]], backgroundColor: 'transparent', textStyle: { fontFamily, fontSize: 12, color: color.textSecondary },
    categoryAxis: category, valueAxis: value, timeAxis: category, logAxis: value,
    legend: { icon: 'roundRect', itemWidth: 10, itemHeight: 10, textStyle: { color: color.textSecondary, fontSize: 12, fontFamily } },
    tooltip: { backgroundColor: color.raised, borderColor: color.line, borderWidth: 1, padding: [8, 12], textStyle: { color: color.text, fontSize: 12, fontFamily }, confine: true, axisPointer: { lineStyle: { color: color.lineStrong }, crossStyle: { color: color.lineStrong } } },
    line: { symbol: 'none', lineStyle: { width: 2 }, smooth: false },
    bar: { barMaxWidth: 18, itemStyle: { borderRadius: [2, 2, 0, 0] } },
  };
}
