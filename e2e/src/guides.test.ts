import type { Inbox } from '@meada/contract/routes/inboxes';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

describe('setup guides beside the settings', () => {
  let stage: Stage;
  let page: Page;
  const refused: string[] = [];
  beforeAll(async () => {
    stage = await startStage();
    page = await stage.person({ dark: true });
    page.on('response', (answer) => {
      if (answer.url().includes('/pictures/') && !answer.ok()) refused.push(answer.url());
    });
    page.on('console', (said) => {
      if (/Content.Security.Policy/i.test(said.text())) refused.push(said.text());
    });
    await deskPage.signIn(page, stage, 'helena@demo.example');
  });
  afterAll(() => stage.stop());

  it('shows the pictures of every channel of the demo, from this machine, with words for who cannot see them', async () => {
    const { items } = (await page.evaluate(() => fetch('/api/inboxes').then((got) => got.json()))) as {
      items: Inbox[];
    };
    const channels = new Map(items.map((inbox) => [inbox.channel, inbox]));
    expect(channels.size).toBeGreaterThan(10);
    for (const [channel, inbox] of channels) {
      await page.goto(`${stage.app.url}/settings/inboxes/${inbox.id}/connection`);
      const pictures = page.locator('figure img');
      await pictures.first().waitFor();
      for (const picture of await pictures.all()) {
        await picture.scrollIntoViewIfNeeded();
        await expect
          .poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
          .toBeGreaterThan(300);
        expect([channel, (await picture.getAttribute('alt'))?.length ?? 0]).not.toEqual([channel, 0]);
        const box = await picture.boundingBox();
        // Within its column, and never larger than it was drawn.
        expect(box && box.width <= 500 && box.x + box.width <= 1440).toBe(true);
      }
      await look(page, `guide-${channel}`);
    }
    expect(refused).toEqual([]);
  });
});
