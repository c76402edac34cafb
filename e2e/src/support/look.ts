import type { Page } from 'playwright-core';

/** Keeps a picture of the page for a person to look at, when the environment names a folder for them (LOOK). */
export async function look(page: Page, name: string): Promise<void> {
  if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/${name}.png` });
}
