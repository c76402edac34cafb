import type { Page, Route } from 'playwright-core';

/** Holds a page's requests to an address back, as a slow network does, until what it answers with is called. */
export function hold(page: Page, address: string): Promise<() => void> {
  return gate(page, address, async (route, held) => {
    await held;
    await route.fallback();
  });
}

/** Has what a page writes to an address arrive at once, and its answers come late, until what it answers with is called. */
export function holdAnswers(page: Page, address: string): Promise<() => void> {
  return gate(page, address, async (route, held) => {
    if (route.request().method() === 'GET') return route.fallback();
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  });
}

async function gate(
  page: Page,
  address: string,
  pass: (route: Route, held: Promise<void>) => Promise<void>,
): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(address, (route) => pass(route, held));
  return letGo;
}
