import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#e6f5f3',
  '#cfe9e5',
  '#a2d5cd',
  '#72c0b5',
  '#4baea1',
  '#2f9a8d',
  '#178577',
  '#0b6e64',
  '#085a52',
  '#04453f',
];

/** Mantine dressed in the desk's tokens (`tokens.css`). */
export const theme = createTheme({
  primaryColor: 'meada',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  colors: { meada: teal },
  fontFamily: 'var(--font)',
  headings: { fontFamily: 'var(--font)', fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
});

const shared = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-faint)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-placeholder': 'var(--ink-faint)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-anchor': 'var(--accent)',
};

/** Lets the kit's neutral colours follow the tokens, so that one file decides the look of both schemes. */
export const resolveVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
