import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';
import { answer, type Inbox, openInbox, reaches, secret, settled, thread } from './testing.ts';

/** The examples of the developers' guide, run as they stand. */
const guide = new URL('../../../../../docs/developers/api-channel.md', import.meta.url);
const examples = [...readFileSync(guide, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(
  ([, text = '']) => text,
);
const tools = ['bash', 'curl', 'openssl', 'od', 'grep'];
const hasTools = tools.every((tool) => spawnSync(tool, ['--version']).error === undefined);

it('has examples', () => expect(examples).toHaveLength(4));

describe.runIf(hasTools)('the examples of the guide', () => {
  let town: Town;
  let shop: Shop;
  let inbox: Inbox;
  let env: Record<string, string>;
  beforeAll(async () => {
    town = await openTown();
    shop = await town.shop('Alfa');
    inbox = await openInbox(shop);
    const key = await shop.owner.ok('POST', '/api/keys', { name: 'Sistema', scopes: ['channel.push'] });
    env = {
      PATH: process.env.PATH ?? '',
      MEADA: town.url,
      HOOK: inbox.webhookUrl,
      SECRET: secret,
      INBOX: inbox.id,
      KEY: key.secret,
    };
  });
  afterAll(() => town.stop());

  const run = async (index: number): Promise<string> => {
    const { stdout } = await promisify(execFile)('bash', ['-euc', examples[index] ?? 'exit 1'], { env });
    return stdout;
  };

  it('hand in by webhook and with a key', async () => {
    await run(0);
    await settled(shop);
    expect(JSON.parse(await run(1))).toEqual({ accepted: 4 });
    await settled(shop);
    const { items } = await thread(shop);
    expect(items.map((item) => item.content.text ?? item.content.name)).toEqual([
      'Hello! Is lot 313 still there?',
      'This is the label',
      'Home',
    ]);
  });

  it('fetch what waits and acknowledge it', async () => {
    const { id } = await thread(shop);
    const sent = await answer(shop, id, 'Yes, three of them.');
    await reaches(shop, sent.id, 'sent');
    expect(JSON.parse(await run(2)).items).toMatchObject([{ text: 'Yes, three of them.' }]);
    expect(JSON.parse(await run(3))).toEqual({ acknowledged: 1 });
    expect(JSON.parse(await run(2)).items).toEqual([]);
  });
});
