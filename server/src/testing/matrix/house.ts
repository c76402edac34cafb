import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { testDatabase } from '../../kernel/testing/database.ts';
import { openTown, type Shop, type Town } from '../../modules/customers/testing.ts';
import { type Browser, makeBrowser } from '../../modules/people/testing-browser.ts';
import { startTestApp, type TestApp } from '../app.ts';
import { automated } from './automated.ts';
import { decreed } from './decree.ts';
import type { Caller, Firm, Headers } from './firm.ts';
import { announced, noticed } from './firm-side.ts';
import type { Kind } from './kinds.ts';
import { waiting } from './later.ts';
import { listed } from './lists.ts';
import { rated } from './rated.ts';
import { recorded } from './recorded.ts';
import { rightsOf } from './rights.ts';
import { routed } from './routed.ts';
import { headersOf, settled } from './settled.ts';
import { sold } from './sold.ts';
import { openIn, regrouped } from './standing.ts';
import { makeTools, toldOn } from './tools.ts';

export type Matrix = { app: TestApp; own: Firm; foreign: Firm; stop(): Promise<void> };

type Parsed = ReturnType<typeof JSON.parse>;

/**
 * Two firms with the same things in them, made over HTTP by the whole server; then a server without workers, under which
 * nothing moves but by the calls of a test.
 */
export async function openMatrix(): Promise<Matrix> {
  const database = await testDatabase();
  const town = await openTown({ database });
  const [one, other] = [await town.shop('Alfa'), await town.shop('Beta')];
  // The other firm has more of everything, so that its numbers reach further.
  await furnish(town, other);
  const made = [await furnish(town, one), await furnish(town, other)] as const;
  await settled(town);
  await town.stop();
  const app = await startTestApp({ database, env: { ROLES: 'web,live' } });
  const firm = (found: (typeof made)[number]): Firm => ({
    ...found,
    spare: () => signIn(app.url, found.email),
  });
  const [own, foreign] = [firm(made[0]), firm(made[1])];
  return {
    app,
    own,
    foreign,
    stop: async () => {
      await app.stop();
      await database.drop();
    },
  };
}

async function signIn(url: string, email: string): Promise<Headers> {
  const browser = makeBrowser(url);
  await browser.ok('POST', '/api/session', { email, password: 'a password nobody guesses' });
  return headersOf(browser);
}

let rounds = 0;

async function furnish(town: Town, shop: Shop) {
  rounds += 1;
  const { owner } = shop;
  const people = await makePeople(shop);
  const keys = await makeKeys(owner);
  const talk = await makeTalk(town, shop, keys.full);
  const [brand] = (await owner.ok('GET', '/api/brands')).items;
  const { email, ...staff } = await makeStaff(town, owner);
  const customers = await makeCustomers(shop, talk.ids.customer);
  const promised = await promisedBy(shop);
  const ids: Record<Kind, string> = {
    ...talk.ids,
    ...(await routed(shop, { ...talk.ids, ...promised, person: people.agentId })),
    ...customers,
    ...(await rightsOf(shop, talk.ids.customer)),
    ...(await regrouped(shop, talk.ids.conversation)),
    attachment: await upload(town.url, headersOf(owner)),
    brand: brand.id,
    ...(await makeTools(owner, rounds)),
    ...(await automated(owner, {
      conversationId: talk.ids.conversation,
      attachmentId: await upload(town.url, headersOf(owner)),
    })),
    ...promised,
    ...(await recorded(shop, talk.ids.customer, await upload(town.url, headersOf(owner)))),
    ...(await listed(shop)),
    ...(await sold(shop, talk.ids.customer)),
    ...(await rated(shop, talk.ids)),
    ...(await decreed(shop, talk.ids, brand.id)),
    ...(await waiting(owner, talk.ids.conversation)),
    ...(await openIn(shop, talk.ids)),
    key: keys.id,
    announcement: await announced(shop, talk.ids.inbox),
    notice: await noticed(shop, talk.ids.inbox),
    organisation: shop.orgId,
    person: people.agentId,
    receipt: await poison(shop, talk.ids.inbox),
    device: await toldOn(owner),
    ...staff,
  };
  const headers: Record<Caller, Headers> = {
    ...people.headers,
    owner: headersOf(owner),
    bareKey: { authorization: `Bearer ${keys.bare}` },
    fullKey: { authorization: `Bearer ${keys.full}` },
    visitor: { authorization: `Bearer ${talk.token}` },
    nobody: {},
  };
  return { orgId: shop.orgId, ids, protocol: talk.protocol, headers, email };
}

/** A team, an invitation, and another session of the owner. */
async function makeStaff(town: Town, owner: Browser) {
  const team = await owner.ok('POST', '/api/teams', { name: `Time ${rounds}`, memberIds: [] });
  const invited = { email: `convite${rounds}@exemplo.com.br`, role: 'agent' };
  const { invitation } = await owner.ok('POST', '/api/people/invitations', invited);
  const email = (await owner.ok('GET', '/api/session')).email as string;
  await signIn(town.url, email);
  const sessions: Parsed[] = (await owner.ok('GET', '/api/sessions')).items;
  const { id } = sessions.find((session) => !session.current);
  return { email, team: team.id as string, invitation: invitation.id as string, session: id as string };
}

/** What is promised in time, and a queue it could be promised in. */
async function promisedBy(shop: Shop) {
  const targets = { first_answer: 60, next_answer: 60, resolution: 600 };
  const { id } = await shop.owner.ok('POST', '/api/agreements', { name: 'Padrão', targets });
  const queue = await shop.run(async (ctx) => {
    const row = {
      org_id: ctx.orgId,
      id: ctx.ids.uuid(),
      name: `Fila ${rounds}`,
      position: rounds,
      settings: '{}',
    };
    await ctx.db.insertInto('queues').values(row).execute();
    return row.id;
  });
  return { agreement: id as string, queue };
}

async function makePeople(shop: Shop) {
  const roles = ['administrator', 'supervisor', 'agent'] as const;
  const joined = [];
  for (const role of roles) joined.push({ role, ...(await shop.join(role)) });
  const headers = Object.fromEntries(joined.map(({ role, browser }) => [role, headersOf(browser)]));
  return {
    agentId: joined.at(-1)?.id ?? '',
    headers: headers as Record<(typeof roles)[number], Headers>,
  };
}

/** A key of its own to name, one with a scope that opens nothing else, one with every scope. */
async function makeKeys(owner: Browser): Promise<{ id: string; bare: string; full: string }> {
  const { permissions } = await owner.ok('GET', '/api/session');
  const make = (scopes: string[]): Promise<Parsed> =>
    owner.ok('POST', '/api/keys', { name: 'Chave', scopes });
  const named = await make(['health.read']);
  const bare = await make(['health.read']);
  const full = await make([...permissions, 'channel.push']);
  return { id: named.key.id, bare: bare.secret, full: full.secret };
}

/** A visitor of the chat writes and is answered; a program hands something in, is answered, and fetches nothing yet. */
async function makeTalk(town: Town, shop: Shop, key: string) {
  const { owner } = shop;
  const chat = await owner.ok('POST', '/api/inboxes', {
    channel: 'webchat',
    name: 'Site',
    settings: { name: 'Site' },
  });
  const api = await owner.ok('POST', '/api/inboxes', { channel: 'api', name: 'Sistema', settings: {} });
  const visitor = makeBrowser(town.url);
  const { token } = await visitor.ok('POST', `/api/chat/${chat.publicKey}/session`, {});
  visitor.headers.authorization = `Bearer ${token}`;
  await visitor.ok('POST', '/api/chat/messages', { clientId: randomUUID(), text: 'Oi' });
  const program = makeBrowser(town.url);
  program.headers.authorization = `Bearer ${key}`;
  await program.ok('POST', `/api/channel/${api.id}/messages`, { items: [said(`u${rounds}`)] });
  const found = await vi.waitFor(async () => {
    const { items } = await owner.ok('GET', '/api/conversations?view=all');
    const of = (inboxId: string): Parsed => items.find((item: Parsed) => item.inboxId === inboxId);
    const pair = { chat: of(chat.id), api: of(api.id) };
    if (!pair.chat || !pair.api) throw new Error(`not here yet: ${JSON.stringify(items[0])}`);
    return pair;
  }, 20_000);
  const answered = await answerBoth(owner, program, { ...found, inboxId: api.id });
  const whole = await owner.ok('GET', `/api/conversations/${found.chat.id}`);
  const row = await shop.run((ctx) =>
    ctx.db
      .selectFrom('legs')
      .select(['id', 'identity_id'])
      .where('conversation_id', '=', found.chat.id)
      .executeTakeFirstOrThrow(),
  );
  return {
    token: token as string,
    protocol: whole.protocol as string,
    ids: {
      ...answered,
      apiInbox: api.id as string,
      conversation: found.chat.id as string,
      customer: whole.customer.id as string,
      identity: row.identity_id,
      inbox: chat.id as string,
      leg: row.id,
    },
  };
}

type Both = { chat: Parsed; api: Parsed; inboxId: string };

/** An answer in each conversation; waits until the one for the program lies in its outbox. */
async function answerBoth(owner: Browser, program: Browser, { chat, api, inboxId }: Both) {
  const send = (id: string): Promise<Parsed> =>
    owner.ok('POST', `/api/conversations/${id}/messages`, {
      clientId: randomUUID(),
      content: { kind: 'text', text: 'Olá' },
    });
  const [message] = [await send(chat.id), await send(api.id)];
  const dispatch = await vi.waitFor(async () => {
    const { items } = await program.ok('GET', `/api/channel/${inboxId}/outbox`);
    if (!items[0]) throw new Error('nothing in the outbox yet');
    return items[0].id as string;
  }, 20_000);
  return { message: message.id as string, dispatch };
}

const said = (id: string) => ({
  kind: 'message',
  externalId: `m-${id}`,
  at: new Date().toISOString(),
  from: { id, name: 'Marina' },
  text: 'Oi',
});

/** Another customer to merge, a merge of the first that stands, and a suggestion that waits. */
async function makeCustomers(shop: Shop, customerId: string) {
  const make = (name: string): Promise<Parsed> => shop.owner.ok('POST', '/api/customers', { name });
  const [other, from, alike] = [await make('Outra'), await make('Ramo'), await make('Parecida')];
  const path = `/api/customers/${customerId}/merges`;
  const merged = await shop.owner.ok('POST', path, { otherId: from.id, reason: 'a mesma' });
  const suggestion = await shop.run(async (ctx) => {
    const row = { id: ctx.ids.uuid(), customer_id: customerId, other_id: alike.id, reason: 'same_name' };
    await ctx.db
      .insertInto('merge_suggestions')
      .values({ org_id: ctx.orgId, ...row })
      .execute();
    return row.id;
  });
  return { otherCustomer: other.id as string, merge: merged.merges[0].id as string, suggestion };
}

async function upload(url: string, headers: Headers): Promise<string> {
  const body = new FormData();
  body.set('file', new Blob(['olá'], { type: 'text/plain' }), 'nota.txt');
  const response = await fetch(`${url}/api/files`, { method: 'POST', headers, body });
  return ((await response.json()) as { id: string }).id;
}

/** A received item that could not be read. */
const poison = (shop: Shop, inboxId: string): Promise<string> =>
  shop.run(async (ctx) => {
    const id = ctx.ids.uuid();
    await ctx.db
      .insertInto('receipts')
      .values({
        org_id: ctx.orgId,
        id,
        inbox_id: inboxId,
        external_hash: Buffer.from(id),
        external_id: id,
        body: Buffer.from('{}'),
        headers: '{}',
        state: 'poison',
        error: 'unreadable',
      })
      .execute();
    return id;
  });
