import type { ThemeConfig } from 'antd';

/** The desk's palette: paper and ink, one accent. CSS reads the same values as custom properties from `desk.css`. */
export const COLORS = {
  ink: '#16232c',
  inkSoft: '#465762',
  inkFaint: '#56656f',
  line: '#dbe1e4',
  lineStrong: '#c3ccd1',
  ground: '#f1f4f4',
  surface: '#ffffff',
  rail: '#15242e',
  accent: '#0a6480',
  accentTint: '#e3eff3',
} as const;

export const FONT_STACK = [
  '"PingFang SC"',
  '"Microsoft YaHei"',
  '"Noto Sans CJK SC"',
  '"WenQuanYi Zen Hei"',
  'system-ui',
  'sans-serif',
].join(', ');

/** Ant Design in the desk's own clothes: flat, dense, square-shouldered. */
export const antdTheme: ThemeConfig = {
  token: {
    // Not by style rules: components wait for the end of animations that such rules would cut away.
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    colorPrimary: COLORS.accent,
    colorInfo: COLORS.accent,
    colorLink: COLORS.accent,
    colorLinkHover: '#084e64',
    colorSuccess: '#006f5f',
    colorWarning: '#955300',
    colorError: '#b3202c',
    colorText: COLORS.ink,
    colorTextSecondary: COLORS.inkSoft,
    colorTextTertiary: COLORS.inkFaint,
    colorTextDescription: COLORS.inkFaint,
    colorTextPlaceholder: '#66757f',
    colorTextDisabled: '#7b8891',
    colorBgLayout: COLORS.ground,
    colorBorder: COLORS.lineStrong,
    colorBorderSecondary: COLORS.line,
    borderRadius: 4,
    borderRadiusLG: 6,
    borderRadiusSM: 3,
    fontFamily: FONT_STACK,
    fontSize: 13,
    controlHeight: 30,
    controlHeightSM: 24,
    lineHeight: 1.55,
    boxShadow: '0 6px 24px rgba(22, 35, 44, 0.14)',
    boxShadowSecondary: '0 4px 18px rgba(22, 35, 44, 0.14)',
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Table: {
      headerBg: '#f6f8f8',
      headerColor: COLORS.inkSoft,
      headerSplitColor: 'transparent',
      rowHoverBg: '#f3f8f9',
      cellPaddingBlockSM: 6,
      cellPaddingInlineSM: 12,
      headerBorderRadius: 0,
    },
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
    Form: { itemMarginBottom: 14, verticalLabelPadding: '0 0 4px' },
    Modal: { titleFontSize: 15 },
    Tabs: { horizontalItemPadding: '8px 0', horizontalItemGutter: 20, titleFontSize: 13 },
  },
};
