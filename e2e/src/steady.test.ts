import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { shiftsOf, watchShifts } from './support/shifts.ts';
import { type Stage, startStage } from './support/stage.ts';

/** What has been drawn stays where it is while the rest comes: nobody presses the row below the one they meant. */
let stage: Stage;
let ids: { chat: string; mail: string };
const soon = { timeout: 25_000 };
/** Sum of the shifts of one page: a fifth of what is called good on the open web. */
const atMost = 0.02;
/** Late answers: what comes after the first frame comes one after the other (ms). */
const late = [
  [/\/api\/(inboxes|channels|labels|teams|people)/, 250],
  [/\/api\/conversations\/counts/, 1500],
  [/\/api\/(routing|callbacks)/, 1500],
  [/\/api\/(customers|signatures|preferences|statuses|playbook)/, 700],
] as const;

type Item = { id: string; channel: string; public: boolean };

beforeAll(async () => {
  stage = await startStage();
  const first = await stage.person();
  await deskPage.signIn(first, stage, 'marina@demo.example');
  const { items } = await api<{ items: Item[] }>(first, ['GET', '/api/conversations?view=all&limit=100']);
  const idOf = (mail: boolean) =>
    items.find((one) => !one.public && (one.channel === 'email') === mail)?.id ?? '';
  ids = { chat: idOf(false), mail: idOf(true) };
  await first.close();
});
afterAll(() => stage?.stop());

/** Everything that is on its way has come: no request for a while, and nothing says that it loads. */
async function rest(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), null, soon);
  await page.waitForLoadState('networkidle');
  await page.evaluate(
    () =>
      new Promise((done) =>
        requestIdleCallback(() => requestAnimationFrame(() => requestAnimationFrame(done))),
      ),
  );
}

async function moved(page: Page, path: string, name: string): Promise<string[]> {
  await watchShifts(page);
  await page.goto(stage.app.url + path);
  await page
    .locator('a[data-conversation], [role=log]')
    .first()
    .waitFor({ state: 'attached', ...soon });
  await rest(page);
  const shifts = await shiftsOf(page);
  const sum = shifts.reduce((all, { value }) => all + value, 0);
  await look(page, `steady-${name}`);
  if (process.env.LOOK)
    process.stdout.write(`${name}: ${sum.toFixed(4)} ${JSON.stringify(shifts, null, 1)}\n`);
  return sum <= atMost ? [] : [`${name}: ${sum.toFixed(3)}`, ...shifts.flatMap(({ what }) => what)];
}

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 800 },
];

it.each(sizes)(
  'at $width px nothing moves while a conversation comes, cold and warm',
  async (size) => {
    const wrong: string[] = [];
    const seat = await stage.person(size);
    await deskPage.signIn(seat, stage, 'marina@demo.example');
    // A browser keeps how high things were here the last time: the first time must be over.
    await rest(seat);
    const state = await seat.context().storageState();
    for (const [name, path] of Object.entries({
      list: '/conversations',
      chat: `/conversations/${ids.chat}`,
      mail: `/conversations/${ids.mail}`,
    })) {
      const cold = await stage.browser.newContext({ viewport: size, locale: 'pt-BR', storageState: state });
      for (const again of ['cold', 'warm', 'late']) {
        const page = await cold.newPage();
        if (again === 'late')
          for (const [address, pause] of late)
            await page.route(address, async (route) => {
              await new Promise((resolve) => setTimeout(resolve, pause));
              await route.fallback();
            });
        wrong.push(...(await moved(page, path, `${size.width}-${name}-${again}`)));
        await page.close();
      }
    }
    expect(wrong).toEqual([]);
  },
  240_000,
);
