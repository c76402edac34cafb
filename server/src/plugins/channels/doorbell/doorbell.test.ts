import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction } from '../../../kernel/ctx.ts';
import { addInbox } from '../../../modules/inboxes/index.ts';
import { foundOrganisation } from '../../../modules/people/index.ts';
import { startTestApp, type TestApp } from '../../../testing/app.ts';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { doorbell } from './index.ts';
import { linkOf } from './settings.ts';
import { slotAt, slotsOf, soonOf } from './slots.ts';

const folder = new URL('.', import.meta.url);
describeChannel(doorbell, {
  folder,
  settings: { name: 'Loja' },
  receipts: fixtureReceipts(folder),
  to: { kind: 'typed_phone', value: '+5541988776655' },
  format: () => [],
});

const week = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' }));
const hours = {
  ...{ timeZone: 'America/Sao_Paulo', week, holidays: 'national' as const },
  ...{ own: [], exceptions: [] },
};

describe('times to be called', () => {
  // Friday 2 October 2026, 16:30 in São Paulo.
  const friday = new Date('2026-10-02T19:30:00Z');
  it('lie within the hours, also over a weekend', () => {
    const slots = slotsOf(hours, friday, 'America/Sao_Paulo');
    expect(slots[0]).toEqual({ from: '2026-10-05T12:00:00.000Z', until: '2026-10-05T14:00:00.000Z' });
    expect(slots).toHaveLength(12);
    expect(slotAt(slots, '2026-10-05T12:00:00Z')).toBe(slots[0]);
    expect(slotAt(slots, '2026-10-05T03:00:00Z')).toBeUndefined();
  });
  it('the promise counts from now, or from the opening', () => {
    const promise = { minutes: 30, timeZone: 'America/Sao_Paulo' };
    expect(soonOf(hours, friday, promise).toISOString()).toBe('2026-10-02T20:00:00.000Z');
    expect(soonOf(hours, new Date('2026-10-03T15:00:00Z'), promise).toISOString()).toBe(
      '2026-10-05T12:30:00.000Z',
    );
    expect(soonOf(null, new Date('2026-10-03T06:00:00Z'), promise).toISOString()).toBe(
      '2026-10-03T12:30:00.000Z',
    );
  });
});

it.each(['x | javascript:alert(1)', 'x | data:text/html,a', 'x', '| https://a.example', 'x | //a.example'])(
  'no link is made of %s',
  (line) => expect(linkOf(line)).toBeNull(),
);

let app: TestApp;
let orgId = '';
let key = '';
let headers: Record<string, string> = {};
const owner = {
  name: 'Bia',
  email: 'bia@loja.example',
  password: 'uma senha bem comprida',
  locale: 'pt-BR' as const,
};
const site = 'https://www.loja.example';

beforeAll(async () => {
  app = await startTestApp();
  const shop = { name: 'Loja', slug: 'loja', locale: 'pt-BR' as const, timeZone: 'America/Sao_Paulo' };
  ({ orgId } = await foundOrganisation(app.kernel, { organisation: shop, owner }));
  const signedIn = await fetch(`${app.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: app.url },
    body: JSON.stringify({ email: owner.email, password: owner.password }),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  headers = { cookie, 'content-type': 'application/json', 'x-meada-csrf': '1', origin: app.url };
  await addInbox(app.kernel, systemActor(orgId), {
    channel: 'sms',
    name: 'SMS',
    settings: {
      provider: 'zenvia',
      gatewaySecret: 'top-secret-key',
      hookSecret: 'other-secret',
      from: '+55 41 93333-4444',
    },
  });
  const inbox = await addInbox(app.kernel, systemActor(orgId), {
    channel: 'doorbell',
    name: 'Site',
    settings: {
      name: 'Empório',
      words: 'Oi! Estou em {page}',
      links: ['Instagram | https://ig.me/m/emporio', 'Mau | javascript:alert(1)'],
      origins: [site],
    },
  });
  key = inbox.publicKey ?? '';
});
afterAll(() => app?.stop());

type Json = Record<string, unknown>;
async function call(path: string, body?: Json, more: Record<string, string> = {}) {
  const init = body
    ? { method: 'POST', headers: { 'content-type': 'application/json', ...more }, body: JSON.stringify(body) }
    : { headers: more };
  const answer = await fetch(`${app.url}${path}`, init);
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json().catch(() => null)) as Json,
  };
}
const ask = (more: Json = {}, origin = site) =>
  call(
    `/api/site/${key}/callback`,
    { clientId: randomUUID(), name: 'Ana', phone: '(41) 98877-6655', consent: true, ...more },
    { origin },
  );
type Waiting = {
  id: string;
  conversationId: string;
  phone: string;
  text: string;
  promisedAt: string;
  tries: number;
};
const waiting = async () => (await call('/api/callbacks', undefined, headers)).body.items as Waiting[];
const arrived = (wanted: (list: Waiting[]) => boolean) =>
  vi.waitFor(
    async () => {
      const list = await waiting();
      expect(wanted(list), JSON.stringify(list)).toBe(true);
      return list;
    },
    { timeout: 15_000, interval: 100 },
  );

describe('what a page is told', () => {
  it('names, pictures, public addresses; no secret of any inbox', async () => {
    const {
      status,
      body,
      headers: got,
    } = await call(`/api/site/${key}?locale=en`, undefined, { origin: site });
    expect(status).toBe(200);
    expect(got.get('access-control-allow-origin')).toBe(site);
    expect(body.buttons).toMatchObject([
      { kind: 'link', label: 'SMS', href: 'sms:+5541933334444?body=Oi!%20Estou%20em%20%7Bpage%7D' },
      { kind: 'callback', label: 'Call me' },
      { kind: 'link', label: 'Instagram', href: 'https://ig.me/m/emporio' },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/secret|javascript/i);
  });
  it('another site, another key and another kind of inbox get nothing', async () => {
    const foreign = await call(`/api/site/${key}`, undefined, { origin: 'https://evil.example' });
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect((await call('/api/site/abcdefghijkl')).status).toBe(404);
    expect((await ask({}, 'https://evil.example')).status).toBe(403);
  });
});

describe('a request to be called', () => {
  it('becomes work with a promise; the number is said and not proven', async () => {
    const answer = await ask({ text: 'Dúvida sobre um pedido' });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const [one] = await arrived((list) => list.length === 1);
    expect(one).toMatchObject({
      phone: '+55 41 98877-6655',
      text: 'Dúvida sobre um pedido',
      promisedAt: answer.body.promisedAt,
    });
    const rows = await inTransaction(app.kernel, systemActor(orgId), (ctx) =>
      ctx.db.selectFrom('identities').select(['kind', 'source', 'verified_at']).execute(),
    );
    expect(rows.every((row) => row.verified_at === null)).toBe(true);
    expect(rows.map((row) => row.kind).sort()).toEqual(['phone', 'typed_phone']);
  });
  it('who asks again gives the same request a new time', async () => {
    const { body } = await call(`/api/site/${key}`);
    const slots = (body.callback as { slots: { from: string; until: string }[] }).slots;
    expect((await ask({ from: slots[1]?.from, phone: '+55 41 8877-6655' })).body.promisedAt).toBe(
      slots[1]?.until,
    );
    const list = await arrived((all) => all[0]?.promisedAt === slots[1]?.until);
    expect(list).toHaveLength(1);
  });
  it('a trap that was filled in is answered like everybody and forgotten', async () => {
    const answer = await ask({ website: 'http://spam.example', phone: '41 97777-6666' });
    expect(answer).toMatchObject({ status: 200, body: { accepted: true } });
    const receipts = await inTransaction(app.kernel, systemActor(orgId), (ctx) =>
      ctx.db.selectFrom('receipts').select('id').execute(),
    );
    expect(receipts).toHaveLength(2);
  });
  it('no number, and a time nobody offered, are refused; the seventh within a minute waits', async () => {
    expect((await ask({ phone: '12345678' })).body).toMatchObject({ code: 'refused', field: 'body.phone' });
    expect((await ask({ from: '2026-01-01T03:00:00Z' })).body).toMatchObject({ field: 'body.from' });
    // A minute of the limit may have begun just now: then the seventh comes later.
    const statuses = new Set<number>();
    for (let n = 0; n < 7; n += 1) statuses.add((await ask()).status);
    expect(statuses).toContain(429);
  });
  it('is tried, settled with a result, and settled once', async () => {
    const [one] = await waiting();
    const settle = (outcome: string, result = '') =>
      call(`/api/callbacks/${one?.id}/settle`, { outcome, result }, headers);
    expect((await settle('no_answer')).body).toMatchObject({ state: 'open', tries: 1 });
    expect((await settle('done', 'Vai retirar amanhã')).body).toMatchObject({
      state: 'done',
      result: 'Vai retirar amanhã',
    });
    expect((await settle('done')).status).toBe(409);
    expect(await waiting()).toEqual([]);
    const thread = await call(`/api/conversations/${one?.conversationId}/messages`, undefined, headers);
    const kinds = (thread.body.items as { content: { kind: string; outcome?: string } }[]).map(
      ({ content }) => [content.kind, content.outcome].filter(Boolean).join(' '),
    );
    expect(kinds.slice(0, 2)).toEqual(['callback', 'callback']);
    expect(kinds.filter((kind) => kind !== 'callback')).toEqual(['call missed', 'call answered', 'system']);
  });
  it('nothing can be written there', async () => {
    const list = (await call('/api/conversations', undefined, headers)).body.items as { id: string }[];
    const body = { clientId: randomUUID(), content: { kind: 'text', text: 'Oi' } };
    const sent = await call(`/api/conversations/${list[0]?.id}/messages`, body, headers);
    expect(sent).toMatchObject({ status: 422, body: { code: 'channel_cannot' } });
  });
});
