import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { bodyOf } from '../phone/app.ts';
import { customers } from '../phone/customers.ts';
import { type Meta, startMeta } from './index.ts';
import { metaPhone } from './phone.ts';

/** What is waited for may take this long on a busy machine. */
const soon = { timeout: 15_000, interval: 20 };

type Json = ReturnType<typeof JSON.parse>;
const closing: (() => unknown)[] = [];
let server: Server;
const hooks: { body: string; signature: string }[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  hooks.length = 0;
});

/** A business that takes every webhook, with the token `certo`. */
async function open(network: 'facebook' | 'instagram'): Promise<Meta> {
  const meta = await startMeta({ network, retryDelays: [], deliveredAfter: 1 });
  server = createServer(async (request, answer) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    if (request.method === 'GET')
      return answer
        .writeHead(query.get('hub.verify_token') === 'certo' ? 200 : 403)
        .end(query.get('hub.challenge'));
    hooks.push({ body, signature: String(request.headers['x-hub-signature-256']) });
    return answer.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () => meta.stop(),
    () => server.close(),
  );
  return meta;
}
const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
const told = (): Json[] => hooks.map(({ body }) => JSON.parse(body).entry[0]);

it('verifies the address before it sends signed webhooks there, and refuses a wrong token', async () => {
  const meta = await open('facebook');
  const { id } = meta.person({ id: '1', name: 'Zoë', username: 'zoe' });
  expect(await meta.subscribe(address(), 'errado')).toBe(false);
  meta.writes(id, { text: 'perdida' });
  expect(await meta.subscribe(address(), 'certo')).toBe(true);
  meta.writes(id, { text: 'ação' });
  await meta.settled();
  expect(hooks).toHaveLength(1);
  const [{ body, signature } = { body: '', signature: '' }] = hooks;
  expect(signature).toBe(`sha256=${createHmac('sha256', meta.config.appSecret).update(body).digest('hex')}`);
  expect(told()[0].messaging[0].message.text).toBe('ação');
  const refused = await fetch(`${meta.graphUrl}/me`, { headers: { authorization: 'Bearer x' } });
  expect([refused.status, ((await refused.json()) as Json).error.code]).toEqual([401, 190]);
});

it('limits messages a second', async () => {
  const meta = await open('instagram');
  const { id } = meta.person({ id: '1', name: 'Zoë', username: 'zoe' });
  Object.assign(meta.config, { perSecond: 2, now: () => 1_800_000_000_000 });
  meta.writes(id, { text: 'oi' });
  const codes: unknown[] = [];
  for (let i = 0; i < 3; i += 1) {
    const json = { recipient: { id }, messaging_type: 'RESPONSE', message: { text: 'oi' } };
    const headers = {
      authorization: `Bearer ${meta.config.accessToken}`,
      'content-type': 'application/json',
    };
    const request = { method: 'POST', headers, body: JSON.stringify(json) };
    const answer = await fetch(`${meta.graphUrl}/${meta.config.pageId}/messages`, request);
    codes.push(((await answer.json()) as Json).error?.code);
  }
  expect(codes).toEqual([undefined, undefined, 613]);
});

it.each(['facebook', 'instagram'] as const)(
  '%s: the telephone comments, writes, reacts and opens links',
  async (network) => {
    const meta = await open(network);
    await meta.subscribe(address(), 'certo');
    const phone = metaPhone(meta);
    const { ana } = customers;
    if (!ana) throw new Error('nobody');
    const act = (action: string, body: Record<string, unknown>) => phone.actions[action]?.(ana, bodyOf(body));
    act('send', { to: 'public', text: 'Que lindo!' });
    act('start', { token: 'M-abcdefghij0123456789' });
    const id = act('send', { to: meta.config.username, text: 'Oi' }) as string;
    act('react', { message: id, emoji: '❤️' });
    const shown = await phone.messages(ana);
    expect(shown.filter((one) => one.peer === 'public').map((one) => one.text)).toContain('Que lindo!');
    expect(shown.find((one) => one.id === id)?.reactions).toEqual(['❤️']);
    await vi.waitFor(() => expect(hooks).toHaveLength(4), soon);
    act('send', { to: 'public', text: `Olha o que fiz com lã da @${meta.config.username}` });
    const field = network === 'instagram' ? 'mentions' : 'feed';
    await vi.waitFor(() => expect(told().at(-1)?.changes?.[0].field).toBe(field), soon);
    const words = JSON.stringify(told());
    for (const word of ['Que lindo!', 'M-abcdefghij0123456789', 'react']) expect(words).toContain(word);
  },
);
