/** Colors of the house. Every text color reaches 4.5:1 on `ground` and `sunken` (AA). Amber means "needs a hand", red only loss and danger. */
export type Palette = Readonly<{
  ground: string; sunken: string; raised: string; hover: string; selected: string;
  line: string; lineStrong: string;
  text: string; textSecondary: string; textTertiary: string;
  accent: string; accentText: string; accentSoft: string; onAccent: string;
  amber: string; amberSoft: string; red: string; redSoft: string;
  neutralFill: string; shadow: string;
  /** People's letters: quiet hues that say nothing but who is who. */
  hueBlue: string; hueBlueSoft: string; huePlum: string; huePlumSoft: string; hueOlive: string; hueOliveSoft: string; hueClay: string; hueClaySoft: string;
}>;

export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
  light: {
    ground: '#ffffff', sunken: '#f7f9f8', raised: '#ffffff', hover: '#f3f6f5', selected: '#eaf4f2',
    line: '#e7ebea', lineStrong: '#d3dad8',
    text: '#13201e', textSecondary: '#51605d', textTertiary: '#616e6b',
    accent: '#0f766e', accentText: '#0f6e67', accentSoft: '#dff0ed', onAccent: '#ffffff',
    amber: '#9a5b00', amberSoft: '#fdf1dc', red: '#b3261e', redSoft: '#fceceb',
    neutralFill: '#cbd5d2', shadow: '0 8px 28px rgba(13, 32, 29, 0.12)',
    hueBlue: '#35619c', hueBlueSoft: '#e6eef8', huePlum: '#7d4a80', huePlumSoft: '#f4eaf4', hueOlive: '#5c6414', hueOliveSoft: '#eff1da', hueClay: '#8f4a2b', hueClaySoft: '#f8ebe4',
  },
  dark: {
    ground: '#0d1413', sunken: '#111a19', raised: '#16211f', hover: '#172322', selected: '#12302c',
    line: '#22302e', lineStrong: '#344542',
    text: '#e4ecea', textSecondary: '#a3b3af', textTertiary: '#879793',
    accent: '#2aa597', accentText: '#4fc3b4', accentSoft: '#12322e', onAccent: '#04211d',
    amber: '#e3a94a', amberSoft: '#33260f', red: '#f28b82', redSoft: '#3a1b19',
    neutralFill: '#3d4d4a', shadow: '0 8px 28px rgba(0, 0, 0, 0.5)',
    hueBlue: '#9dbbe6', hueBlueSoft: '#1b2a3f', huePlum: '#d3a8d6', huePlumSoft: '#33203a', hueOlive: '#c6ce83', hueOliveSoft: '#2a2d12', hueClay: '#e3ad90', hueClaySoft: '#38231a',
  },
};

/**
 * Platform fonts come first, so that a Mac or a Windows machine fetches nothing; Noto Sans SC (subset by unicode-range) is there
 * for machines without any Chinese font.
 */
export const fontFamily = [
  '-apple-system', '"Segoe UI"', '"PingFang SC"', '"Hiragino Sans GB"', '"Microsoft YaHei UI"', '"Microsoft YaHei"',
  '"Noto Sans SC Variable"', 'system-ui', 'sans-serif',
].join(', ');

export const motionMs = 120;

/** How close things stand: for eight hours of reading, or for as many rows as fit. A choice of the person beside light and dark. */
export type Density = 'comfortable' | 'compact';
export const densities: Readonly<Record<Density, Readonly<{ rowPx: number; controlPx: number; cellBlockPx: number; cellInlinePx: number; sectionPx: number }>>> = {
  comfortable: { rowPx: 44, controlPx: 32, cellBlockPx: 10, cellInlinePx: 12, sectionPx: 28 },
  compact: { rowPx: 32, controlPx: 28, cellBlockPx: 5, cellInlinePx: 10, sectionPx: 20 },
};

/** Order of the series colors in charts: accent first, then hues that stay apart for color-blind readers. */
export const seriesColors = { light: ['#0f766e', '#c28a2c', '#5b7fb8', '#9a6a9c'], dark: ['#2aa597', '#d9a650', '#7f9fd1', '#b98bbb'] } as const;

/** Publishes a palette as CSS variables, so that CSS modules, antd and charts share one source. */
export function publishPalette(mode: 'light' | 'dark', element: HTMLElement): void {
  for (const [name, value] of Object.entries(palettes[mode])) element.style.setProperty(`--${kebab(name)}`, value);
  element.style.setProperty('--font', fontFamily);
  element.style.setProperty('--motion', `${motionMs}ms`);
  element.style.colorScheme = mode;
  element.dataset.theme = mode;
}

/** Publishes the sizes of a density as CSS variables. */
export function publishDensity(density: Density, element: HTMLElement): void {
  const { rowPx, controlPx, cellBlockPx, cellInlinePx, sectionPx } = densities[density];
  for (const [name, px] of Object.entries({ row: rowPx, control: controlPx, 'cell-block': cellBlockPx, 'cell-inline': cellInlinePx, section: sectionPx })) element.style.setProperty(`--${name}`, `${px}px`);
  element.dataset.density = density;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
