import type { Layout } from '@meada/contract/workspace';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../../kernel/ctx.ts';
import { soon } from '../../../kernel/testing/patience.ts';
import { createPerson } from '../create-person.ts';
import { type House, openHouse, password } from '../testing.ts';
import type { Browser, Socket } from '../testing-browser.ts';

let house: House;
let owner: Browser;
let orgId: string;
beforeAll(async () => {
  house = await openHouse();
  const found = await house.found('Arrumada');
  owner = found.browser;
  orgId = found.orgId;
});
afterAll(() => house.close());

const layoutOf = (...panels: string[]): Layout => ({
  columns: [{ width: 300, cards: panels.map((panel) => ({ panel, collapsed: false })) }],
  hidden: ['timeline'],
  listWidth: null,
});

let people = 0;
async function join(teamIds: string[] = []) {
  people += 1;
  const email = `p${people}@arrumada.example`;
  const { id } = await createPerson(house.kernel, {
    orgId,
    name: `P ${people}`,
    email,
    password,
    role: 'agent',
  });
  await owner.ok('PATCH', `/api/people/${id}`, { teamIds });
  const browser = house.browser();
  await browser.ok('POST', '/api/session', { email, password });
  return { id, email, browser };
}
const workspaceOf = async (browser: Browser) => (await browser.ok('GET', '/api/session')).workspace;
const standard = (teamId: string | null, layout: Layout | null) =>
  owner.ok('PUT', '/api/workspace/standards', { teamId, layout, density: null });

it('follows a person into another browser, part by part, and no one else', async () => {
  const { email, browser } = await join();
  const other = await join();
  expect(await workspaceOf(browser)).toEqual({ layout: null, own: false, density: null, scheme: null });
  await browser.ok('PATCH', '/api/workspace', { layout: layoutOf('notes', 'customer') });
  await browser.ok('PATCH', '/api/workspace', { density: 'compact', scheme: 'dark' });
  const elsewhere = house.browser();
  await elsewhere.ok('POST', '/api/session', { email, password });
  expect(await workspaceOf(elsewhere)).toEqual({
    layout: layoutOf('notes', 'customer'),
    own: true,
    density: 'compact',
    scheme: 'dark',
  });
  expect(await workspaceOf(other.browser)).toMatchObject({ layout: null, density: null });
  // The last one to write wins.
  await elsewhere.ok('PATCH', '/api/workspace', { layout: layoutOf('customer') });
  expect((await workspaceOf(browser)).layout).toEqual(layoutOf('customer'));
});

it('begins with the standard of the team, else of everybody; an own one stands before both', async () => {
  const { id: teamId } = await owner.ok('POST', '/api/teams', { name: 'Trocas', memberIds: [] });
  const inTeam = await join([teamId]);
  const outside = await join();
  await standard(null, layoutOf('customer', 'others'));
  await standard(teamId, layoutOf('deals'));
  expect(await workspaceOf(inTeam.browser)).toMatchObject({ layout: layoutOf('deals'), own: false });
  expect((await workspaceOf(outside.browser)).layout).toEqual(layoutOf('customer', 'others'));
  await inTeam.browser.ok('PATCH', '/api/workspace', { layout: layoutOf('notes') });
  expect(await workspaceOf(inTeam.browser)).toMatchObject({ layout: layoutOf('notes'), own: true });
  // Back to the standard, and the standard away.
  await inTeam.browser.ok('PATCH', '/api/workspace', { layout: null });
  expect((await workspaceOf(inTeam.browser)).layout).toEqual(layoutOf('deals'));
  await owner.ok('DELETE', `/api/teams/${teamId}`);
  expect((await workspaceOf(inTeam.browser)).layout).toEqual(layoutOf('customer', 'others'));
  await standard(null, null);
  expect((await workspaceOf(outside.browser)).layout).toBeNull();
});

it('who serves a queue begins with its standard, before the team’s; of several the first queue’s', async () => {
  const { id: teamId } = await owner.ok('POST', '/api/teams', { name: 'Vendas', memberIds: [] });
  const { id, browser } = await join([teamId]);
  const asFirm = <T>(work: (ctx: Ctx) => Promise<T>) => inTransaction(house.kernel, systemActor(orgId), work);
  const queue = (name: string, position: number) =>
    asFirm(async (ctx) => {
      const queueId = ctx.ids.uuid();
      await ctx.db
        .insertInto('queues')
        .values({ org_id: orgId, id: queueId, name, settings: '{}', position })
        .execute();
      return queueId;
    });
  const [first, second] = [await queue('Primeira', 1), await queue('Segunda', 2)];
  const put = (queueId: string, layout: Layout | null) =>
    owner.ok('PUT', '/api/workspace/standards', { teamId: null, queueId, layout, density: null });
  await standard(teamId, layoutOf('deals'));
  await put(second, layoutOf('notes'));
  await put(first, layoutOf('customer'));
  expect((await workspaceOf(browser)).layout).toEqual(layoutOf('deals'));
  const serve = (queueIds: string[]) =>
    asFirm(async (ctx) => {
      await ctx.db.deleteFrom('agents').where('org_id', '=', orgId).where('person_id', '=', id).execute();
      await ctx.db.insertInto('agents').values({ org_id: orgId, person_id: id }).execute();
      for (const queue_id of queueIds)
        await ctx.db.insertInto('agent_queues').values({ org_id: orgId, person_id: id, queue_id }).execute();
    });
  await serve([first, second]);
  expect(await workspaceOf(browser)).toMatchObject({ layout: layoutOf('customer'), own: false });
  await serve([second]);
  expect((await workspaceOf(browser)).layout).toEqual(layoutOf('notes'));
  await browser.ok('PATCH', '/api/workspace', { layout: layoutOf('others') });
  expect((await workspaceOf(browser)).layout).toEqual(layoutOf('others'));
  await browser.ok('PATCH', '/api/workspace', { layout: null });
  await asFirm((ctx) =>
    ctx.db.updateTable('queues').set({ archived_at: ctx.clock.now() }).where('id', '=', second).execute(),
  );
  expect((await workspaceOf(browser)).layout).toEqual(layoutOf('deals'));
  const set = (body: object) =>
    owner.call('PUT', '/api/workspace/standards', { layout: null, density: 'compact', ...body });
  expect((await set({ teamId, queueId: first })).status).toBe(400);
  expect((await set({ teamId: null, queueId: second })).status).toBe(422);
});

it('the standard is set by who answers for the conversations; nonsense is refused', async () => {
  const { browser } = await join();
  const put = (body: unknown) => browser.call('PUT', '/api/workspace/standards', body);
  expect((await put({ teamId: null, layout: null, density: null })).status).toBe(403);
  expect((await browser.call('GET', '/api/workspace/standards')).status).toBe(403);
  const change = async (layout: unknown) =>
    (await browser.call('PATCH', '/api/workspace', { layout })).status;
  expect(await change({ ...layoutOf('notes'), columns: [] })).toBe(400);
  expect(await change(layoutOf('notes', 'notes'))).toBe(400);
  expect(await change(layoutOf('<script>'))).toBe(400);
  expect(await change({ ...layoutOf('notes'), listWidth: 9000 })).toBe(400);
  // One that only a newer desk knows is kept as it is.
  await browser.ok('PATCH', '/api/workspace', { layout: layoutOf('brought_later', 'notes') });
  expect((await workspaceOf(browser)).layout).toEqual(layoutOf('brought_later', 'notes'));
});

it('tells the person’s other browsers, and only theirs, of a change', async () => {
  const { id, browser } = await join();
  const other = await join();
  const sockets: Socket[] = [];
  for (const one of [browser, other.browser]) {
    const socket = await one.socket(house.url);
    socket.send({ t: 'hello', topics: ['desk'], cursor: null });
    sockets.push(socket);
    await vi.waitFor(() => expect(socket.frames.some(({ t }) => t === 'ready')).toBe(true), soon);
  }
  await browser.ok('PATCH', '/api/workspace', { density: 'compact' });
  // Of standards set before a new socket may still hear.
  const told = (index: number) =>
    sockets[index]?.frames
      .filter((frame) => frame.t === 'event' && frame.name === 'workspace')
      .map(({ data }) => (data as { personId: string | null }).personId) ?? [];
  await vi.waitFor(() => expect(told(0)).toContain(id), soon);
  const before = told(1).length;
  await standard(null, null);
  await vi.waitFor(() => expect(told(1).length).toBeGreaterThan(before), soon);
  expect(new Set(told(1))).toEqual(new Set([null]));
});
