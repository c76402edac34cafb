export type Scheme = 'light' | 'dark' | 'auto';
/** The key Mantine keeps the choice under, read here before the kit is loaded. */
export const schemeKey = 'mantine-color-scheme-value';

/** Light or dark is set on the root before anything is drawn, so that no page flashes white at night. */
export function applyScheme(): void {
  const kept = localStorage.getItem(schemeKey);
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
}
