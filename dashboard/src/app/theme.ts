import {
  AppShell,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Menu,
  Modal,
  Table,
  Tooltip,
} from '@mantine/core';

const brand: MantineColorsTuple = [
  '#eff2ff',
  '#dde3fe',
  '#c1ccfd',
  '#9db0fb',
  '#788ef6',
  '#5a70ec',
  '#4457d8',
  '#3546be',
  '#2f40b5',
  '#262f7d',
];
const gray: MantineColorsTuple = [
  '#f8f9fb',
  '#f1f3f6',
  '#e7eaee',
  '#d8dde4',
  '#bcc4cf',
  '#98a2b3',
  '#667085',
  '#475467',
  '#344054',
  '#1d2735',
];
const dark: MantineColorsTuple = [
  '#e4e8ee',
  '#c8ced8',
  '#a4adba',
  '#7d8796',
  '#38414d',
  '#2a313b',
  '#1e242c',
  '#14181e',
  '#0f1216',
  '#0a0c0f',
];
const green: MantineColorsTuple = [
  '#ecfdf3',
  '#d3f8e0',
  '#a9efc5',
  '#75e0a7',
  '#47cd89',
  '#17b26a',
  '#079455',
  '#067647',
  '#085d3a',
  '#053321',
];
const red: MantineColorsTuple = [
  '#fef3f2',
  '#fee4e2',
  '#fecdca',
  '#fda29b',
  '#f97066',
  '#f04438',
  '#d92d20',
  '#b42318',
  '#912018',
  '#55160c',
];
const orange: MantineColorsTuple = [
  '#fffaeb',
  '#fef0c7',
  '#fedf89',
  '#fec84b',
  '#fdb022',
  '#f79009',
  '#dc6803',
  '#b54708',
  '#93370d',
  '#4e1d09',
];

/** Contrast is checked for each pair that is used: text on its ground has at least 4.5:1 in both schemes. */
export const theme = createTheme({
  colors: { brand, gray, dark, green, red, orange },
  primaryColor: 'brand',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  black: '#18202c',
  respectReducedMotion: true,
  fontFamily:
    'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  components: {
    AppShell: AppShell.extend({ defaultProps: { transitionDuration: 150 } }),
    Badge: Badge.extend({ defaultProps: { tt: 'none', radius: 'sm', variant: 'light', fw: 600 } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    // The placeholder is a focusable element that is no menu item, which screen readers stumble over.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md' } }),
    Modal: Modal.extend({ defaultProps: { centered: true } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 10, horizontalSpacing: 16 } }),
    Tooltip: Tooltip.extend({
      defaultProps: {
        withArrow: true,
        openDelay: 250,
        maw: 320,
        multiline: true,
        events: { hover: true, focus: true, touch: true },
      },
    }),
  },
});

/** Tinted grounds (badges, notices) and the text on them: name, ground and text in light, ground and text in dark. */
const tints = [
  ['brand', '#eff2ff', '#2f40b5', 'rgb(90 112 236 / 16%)', '#c1ccfd'],
  ['gray', '#f1f3f6', '#475467', 'rgb(164 173 186 / 14%)', '#c8ced8'],
  ['green', '#ecfdf3', '#067647', 'rgb(23 178 106 / 15%)', '#75e0a7'],
  ['orange', '#fffaeb', '#93370d', 'rgb(247 144 9 / 14%)', '#fec84b'],
  ['red', '#fef3f2', '#b42318', 'rgb(240 68 56 / 15%)', '#fda29b'],
] as const;

function tintsOf(scheme: 'light' | 'dark'): Record<string, string> {
  return Object.fromEntries(
    tints.flatMap(([name, lightGround, lightText, darkGround, darkText]) => [
      [`--mantine-color-${name}-light`, scheme === 'light' ? lightGround : darkGround],
      [`--mantine-color-${name}-light-color`, scheme === 'light' ? lightText : darkText],
    ]),
  );
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...tintsOf('light'),
    '--mantine-color-dimmed': '#475467',
    '--mantine-color-placeholder': '#667085',
    '--mantine-color-error': '#b42318',
    '--ground': '#ffffff',
    '--ground-raised': '#ffffff',
    '--ground-sunken': '#f8f9fb',
    '--ground-hover': '#eaedf2',
    '--line': '#e7eaee',
    '--line-strong': '#bcc4cf',
    '--accent': '#2f40b5',
    '--done': '#067647',
    '--warning': '#93370d',
  },
  dark: {
    ...tintsOf('dark'),
    '--mantine-color-dimmed': '#b4bcc8',
    '--mantine-color-placeholder': '#8d97a6',
    '--mantine-color-error': '#fda29b',
    '--ground': '#14181e',
    '--ground-raised': '#1a1f26',
    '--ground-sunken': '#0f1216',
    '--ground-hover': '#1e242c',
    '--line': '#2a313b',
    '--line-strong': '#4a5463',
    '--accent': '#9db0fb',
    '--done': '#067647',
    '--warning': '#fec84b',
  },
});
