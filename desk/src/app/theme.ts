import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

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
/** Mantine's greys of the dark scheme, in the tint of the tokens. */
const dark: MantineColorsTuple = [
  '#e7ecee',
  '#b3bec3',
  '#a3afb4',
  '#6c777c',
  '#333c40',
  '#2b3337',
  '#242b2e',
  '#181d1f',
  '#111516',
  '#0d1011',
];

/** Buttons of the primary colour take the tokens: the kit reckons their contrast for the light scheme only. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const usual = defaultVariantColorsResolver(input);
  if (input.color !== undefined && input.color !== input.theme.primaryColor) return usual;
  if (input.variant === 'filled') {
    return {
      ...usual,
      background: 'var(--accent)',
      hover: 'var(--accent-strong)',
      color: 'var(--accent-ink)',
    };
  }
  if (input.variant === 'light') {
    return {
      ...usual,
      background: 'var(--accent-soft)',
      hover: 'var(--accent-soft)',
      color: 'var(--accent-strong)',
    };
  }
  return input.variant === 'subtle' ? { ...usual, color: 'var(--accent-strong)' } : usual;
};

/** Mantine dressed in the desk's tokens (`tokens.css`). */
export const theme = createTheme({
  primaryColor: 'meada',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  colors: { meada: teal, dark },
  variantColorResolver,
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
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-strong)',
  '--mantine-primary-color-contrast': 'var(--accent-ink)',
};

/** Lets the kit's neutral colours follow the tokens, so that one file decides the look of both schemes. */
export const resolveVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
