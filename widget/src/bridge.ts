import type { Locale } from '@meada/contract/primitives';

/** What the launcher shows; kept in the browser so that the next page paints it right at once. */
export type Look = { colour: string; position: 'right' | 'left' };

/** A call of `window.Meada(…)`: name and arguments. */
export type Call = [name: string, ...rest: unknown[]];

/** What the loader hands to the app: they are two scripts and share nothing else. */
export type Bridge = {
  shadow: ShadowRoot;
  launcher: HTMLButtonElement;
  /** Origin of the installation, `https://host`. */
  server: string;
  inboxKey: string;
  /** Language asked for in the script tag; null = follow page and browser. */
  locale: Locale | null;
  theme: 'auto' | 'light' | 'dark';
  /** Calls made before the app was there, in order. */
  calls: Call[];
  /** Set by the app: takes calls from then on. */
  take?: (call: Call) => void;
  /** Marks a drawing's text as ours to parse, for pages that demand Trusted Types. */
  trust(drawing: string): string;
  paint(look: Look): void;
  /** `label` is what a screen reader hears. */
  mark(state: { open: boolean; unread: number; label: string }): void;
};

export type MeadaFunction = ((...call: Call) => void) & { q?: ArrayLike<unknown>[]; bridge?: Bridge };

declare global {
  interface Window {
    Meada?: MeadaFunction;
  }
}
