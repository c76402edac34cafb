import type { Locale } from '@meada/contract/primitives';

/** What Chromium hands over when the desk may be installed. */
type Offer = Event & { prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }> };

let offer: Offer | null = null;

/**
 * Keeps the browser's offer for the account menu: it comes once, and long before anybody looks there. The app is installed
 * with names in the language the desk is read in.
 */
export function hearInstallOffer(locale: Locale): void {
  document.querySelector('link[rel=manifest]')?.setAttribute('href', `/manifest.${locale}.webmanifest`);
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event as Offer;
  });
  addEventListener('appinstalled', () => {
    offer = null;
  });
}

/** Whether the desk runs as an installed app. */
export const isInstalled = (): boolean =>
  matchMedia('(display-mode: standalone)').matches ||
  ('standalone' in navigator && navigator.standalone === true);

/** How the desk is installed here: the browser asks, by hand on an iPhone or iPad, or not at all. */
export function wayToInstall(): 'ask' | 'by-hand' | null {
  if (isInstalled()) return null;
  if (offer) return 'ask';
  const apple =
    /iPhone|iPad/.test(navigator.userAgent) ||
    (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  return apple ? 'by-hand' : null;
}

/** Lets the browser ask. */
export async function askToInstall(): Promise<void> {
  const asked = offer;
  offer = null;
  await asked?.prompt();
}
