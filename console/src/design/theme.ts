import { theme, type ThemeConfig } from 'antd';
import { densities, fontFamily, palettes, type Density } from './tokens.ts';

/** The antd theme of a mode and a density: hairlines, 13 px text, short motion (`still`: none), no decoration. */
export function antdTheme(mode: 'light' | 'dark', density: Density = 'comfortable', still = false): ThemeConfig {
  const color = palettes[mode];
  const { controlPx, cellBlockPx, cellInlinePx } = densities[density];
  const tight = density === 'compact';
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: 'hf' },
    hashed: false,
    // The styles come as a file (dev/antd-sheet.ts); only the variables that they name are made here.
    zeroRuntime: true,
    token: {
      colorPrimary: color.accent, colorInfo: color.accent, colorSuccess: color.accent, colorWarning: color.amber, colorError: color.red,
      colorLink: color.accentText, colorLinkHover: color.accent, colorTextLightSolid: color.onAccent,
      colorText: color.text, colorTextSecondary: color.textSecondary, colorTextTertiary: color.textTertiary,
      colorTextPlaceholder: color.textTertiary, colorTextDescription: color.textSecondary,
      colorBgBase: color.ground, colorBgContainer: color.ground, colorBgElevated: color.raised, colorBgLayout: color.ground,
      colorBorder: color.lineStrong, colorBorderSecondary: color.line, colorSplit: color.line,
      colorFillAlter: color.sunken,
      fontFamily, fontSize: 13, fontSizeSM: 12, fontSizeLG: 14, borderRadius: 6, borderRadiusLG: 8, borderRadiusSM: 4,
      controlHeight: controlPx, controlHeightSM: tight ? 24 : 26, controlHeightLG: tight ? 34 : 38,
      motion: !still, motionDurationFast: '0.08s', motionDurationMid: '0.12s', motionDurationSlow: '0.15s',
      boxShadow: color.shadow, boxShadowSecondary: color.shadow,
    },
    components: {
      // antd darkens the accent on dark ground, where its dark text would no longer be readable.
      Button: { colorPrimary: color.accent, primaryColor: color.onAccent, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Table: {
        headerBg: color.ground, headerColor: color.textSecondary, headerSplitColor: 'transparent', rowHoverBg: color.hover,
        borderColor: color.line, cellPaddingBlock: cellBlockPx, cellPaddingInline: cellInlinePx, headerSortActiveBg: color.ground, headerSortHoverBg: color.hover,
        bodySortBg: color.ground, rowSelectedBg: color.selected, headerBorderRadius: 0,
      },
      Tabs: { horizontalMargin: '0 0 16px 0', horizontalItemPadding: '8px 0' },
      Tooltip: { colorBgSpotlight: mode === 'dark' ? '#2a3836' : '#1c2b29', colorTextLightSolid: '#f2f6f5', maxWidth: 340 },
      Segmented: { trackBg: color.hover, itemSelectedBg: color.raised },
      Form: { itemMarginBottom: tight ? 14 : 18, verticalLabelPadding: '0 0 4px' },
      Modal: { titleFontSize: 15 },
    },
  };
}
