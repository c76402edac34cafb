import type { Page } from 'playwright-core';

/** Holds a page's requests to an address back, as a slow network does, until what it answers with is called. */
export async function hold(page: Page, address: string): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(address, async (route) => {
    await held;
    await route.fallback();
  });
  return letGo;
}
