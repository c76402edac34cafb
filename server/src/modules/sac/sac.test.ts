import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import type { Cursor } from '../../kernel/events/log.ts';
import { keepClocks, runClocks, tellDeadlines } from '../agreements/testing.ts';
import { addInbox, addPerson, type Desk, eventsAfter, openDesk } from '../conversations/factories.ts';
import { paperChannel } from '../conversations/factories-channels.ts';
import { readReceived } from '../conversations/factories-work.ts';
import { changeStatus, readMessages, readOne, sendMessage } from '../conversations/index.ts';
import { createHours } from '../hours/index.ts';
import { receive } from '../inboxes/index.ts';
import { askRequest } from './ask-request.ts';
import { finishCancellation } from './finish-cancellation.ts';
import { handRequest } from './hand-request.ts';
import { hearRequests } from './hear-requests.ts';
import { loadHistory } from './history.ts';
import { historyPage } from './history-html.ts';
import { readConversation } from './read-conversation.ts';
import { readReport } from './read-report.ts';
import { runRequests } from './run-requests.ts';
import { switchMode } from './switch-mode.ts';
import { historyToken, readHistoryToken } from './tokens.ts';

/** The decree on the whole path of a demand: told, counted, asked for, kept. */

let desk: Desk;
let owner: PersonActor;
let chat: string;
let shown: string;
let open: string;
let parted: string;
let place: Cursor = { tx: '0', id: 0 };
const day = 86_400_000;

beforeAll(async () => {
  desk = await openDesk([
    paperChannel('near'),
    paperChannel('page', { showsProtocol: true }),
    paperChannel('parted', { countsParts: true }),
    paperChannel('square', { public: {} }),
  ]);
  owner = await addPerson(desk, { role: 'owner', name: 'Helena Prado' });
  chat = await addInbox(desk, 'near');
  shown = await addInbox(desk, 'page');
  open = await addInbox(desk, 'square');
  parted = await addInbox(desk, 'parted');
});
afterAll(() => desk?.close());
beforeEach(() => desk.clock.advance(60_000));

/** What the workers do behind the log, by hand. */
async function work(): Promise<string[]> {
  const told: string[] = [];
  for (;;) {
    const events = await eventsAfter(desk, place);
    const last = events.at(-1);
    if (!last) break;
    place = { tx: last.tx, id: last.id };
    await keepClocks(desk.kernel, events);
    await hearRequests(desk.kernel, events);
    await runRequests(desk.kernel);
    while ((await runClocks(desk.kernel)) === 0);
    await tellDeadlines(desk.kernel);
    told.push(
      ...events
        .filter(({ name }) => name.startsWith('deadline.'))
        .map(({ name, facts }) => `${name} ${facts.what}`),
    );
  }
  await tellDeadlines(desk.kernel);
  return told;
}

let last = 0;
const caller = () => `419777${60_000 + ++last}`;
type Said = { text?: string; inboxId?: string; more?: Record<string, unknown> };
async function write(from: string, { text = 'oi', inboxId = chat, more = {} }: Said = {}): Promise<string> {
  const item = {
    ...{ kind: 'message', externalId: randomUUID(), at: desk.clock.now().toISOString() },
    ...{
      from: { kind: 'line', value: from },
      proof: 'platform',
      content: { v: 1, kind: 'text', text },
      ...more,
    },
  };
  const body = new TextEncoder().encode(JSON.stringify([item]));
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [
    { externalId: randomUUID(), body, headers: {}, facts: {} },
  ]);
  await readReceived(desk);
  const { rows } = await desk.as(null, (ctx) =>
    ctx.client.query<{ id: string }>(
      'SELECT m.conversation_id AS id FROM external_ids x JOIN messages m ON m.id = x.message_id WHERE x.external_id = $1',
      [item.externalId],
    ),
  );
  return rows[0]?.id ?? '';
}
const said = (id: string) =>
  desk.as(null, async (ctx) =>
    (await readMessages(ctx, id, { limit: 50 })).items.flatMap(({ content, visibility }) =>
      visibility !== 'internal' && 'text' in content ? [content.text] : [],
    ),
  );
const notices = async (id: string) =>
  (await said(id)).filter((text) => text?.includes('protocolo') || text?.includes('Protocolo'));
const answer = (conversationId: string, text = 'Resolvemos.') =>
  desk.as(owner, (ctx) =>
    sendMessage(ctx, {
      ...{ conversationId, clientId: randomUUID(), content: { v: 1, kind: 'text', text } },
      ...{ internal: false, attachmentIds: [] },
    }),
  );
const note = (conversationId: string, text: string) =>
  desk.as(owner, (ctx) =>
    sendMessage(ctx, {
      ...{ conversationId, clientId: randomUUID(), content: { v: 1, kind: 'text', text } },
      ...{ internal: true, attachmentIds: [] },
    }),
  );
const status = (conversationId: string, next: 'pending' | 'resolved' | 'open') =>
  desk.as(owner, (ctx) => changeStatus(ctx, { conversationId, status: next }));
const turn = (on: boolean) =>
  desk.as(owner, (ctx) => switchMode(ctx, { params: { id: desk.brandId }, body: { on } }));
const due = (id: string) => desk.as(owner, async (ctx) => (await readOne(ctx, id)).due);
const report = () => desk.as(owner, (ctx) => readReport(ctx, { query: { from: '', to: '' } }));
const demand = (id: string) => desk.as(owner, (ctx) => readConversation(ctx, { conversationId: id }));
const ask = (id: string, body: Parameters<typeof askRequest>[1]['body']) =>
  desk.as(owner, (ctx) => askRequest(ctx, { params: { id }, body }));

describe('off', () => {
  it('nothing is told and nothing is counted', async () => {
    const id = await write(caller());
    await work();
    expect(await notices(id)).toEqual([]);
    expect(await due(id)).toBeNull();
    await expect(ask(id, { kind: 'history' })).rejects.toMatchObject({ code: 'refused' });
    expect((await report()).duties.find(({ code }) => code === 'protocol')).toMatchObject({
      state: 'unmeasured',
    });
  });
});

describe('on', () => {
  beforeAll(async () => {
    desk.clock.advance(1000);
    await turn(true);
  });

  it('switching twice forgets nothing', async () => {
    const before = await turn(true);
    desk.clock.advance(5000);
    expect(await turn(true)).toEqual(before);
  });

  it('the number is told at once, once, and the seven days run', async () => {
    const from = caller();
    const id = await write(from);
    const { protocol } = await desk.as(owner, (ctx) => readOne(ctx, id));
    expect(await notices(id)).toEqual([
      `Seu atendimento foi registrado com o protocolo ${protocol}. Para receber o histórico dele, responda HISTÓRICO.`,
    ]);
    await write(from, { text: 'alguém?' });
    expect(await notices(id)).toHaveLength(1);
    await work();
    const { registeredAt } = await demand(id);
    expect(await due(id)).toMatchObject({
      what: 'decree',
      at: new Date(Date.parse(registeredAt ?? '') + 7 * day).toISOString(),
      warnAt: new Date(Date.parse(registeredAt ?? '') + 5 * day).toISOString(),
    });
  });

  it('no message where the number stands already, in public, to a letter that asks for silence, in a group', async () => {
    const here = await write(caller(), { inboxId: shown });
    expect(await notices(here)).toEqual([]);
    expect((await demand(here)).told).toMatchObject({ how: 'shown', failed: false });
    const aloud = await write(caller(), { inboxId: open, more: { public: { kind: 'comment' } } });
    const quiet = await write(caller(), { more: { facts: { noAutomaticAnswer: true } } });
    const group = await write(caller(), { more: { outsideThread: { kind: 'group', key: 'g1' } } });
    for (const id of [aloud, quiet, group]) {
      expect(await notices(id)).toEqual([]);
      await work();
      expect((await demand(id)).told).toBeNull();
    }
    const duty = (await report()).duties.find(({ code }) => code === 'protocol');
    expect(duty).toMatchObject({ state: 'risk', why: 'some_unreachable' });
    for (const id of [here, aloud, quiet, group]) await status(id, 'resolved');
  });

  it('outside the hours the number stands below the away message: one message, not two', async () => {
    await desk.as(owner, async (ctx) => {
      const week = [{ day: 1, from: '00:00', to: '00:30' }];
      const { id } = await createHours(ctx, {
        body: {
          ...{ name: 'Quase nunca', timeZone: 'America/Sao_Paulo', week, holidays: 'none' },
          ...{ ownHolidays: false, exceptions: [] },
        },
      });
      await ctx.db
        .updateTable('inboxes')
        .set({ hours_id: id, away_message: 'Estamos fora.' })
        .where('id', '=', parted)
        .execute();
    });
    const id = await write(caller(), { inboxId: parted });
    const ours = (await said(id)).slice(1);
    expect(ours).toHaveLength(1);
    expect(ours[0]).toMatch(
      /^Estamos fora\.[\s\S]*\n\nProtocolo do atendimento: \d{8}-\d{6}-\d\. Para o historico, responda HISTORICO\.$/,
    );
    await status(id, 'resolved');
  });

  it('waiting for the customer pauses nothing; it is warned of, missed, and listed as late', async () => {
    const id = await write(caller());
    await work();
    await answer(id, 'Vamos ver.');
    await status(id, 'pending');
    await work();
    expect(await due(id)).toMatchObject({ what: 'decree' });
    desk.clock.advance(5 * day + 1000);
    await tellDeadlines(desk.kernel);
    expect(await work()).toContain('deadline.warned decree');
    desk.clock.advance(2 * day);
    await tellDeadlines(desk.kernel);
    expect(await work()).toContain('deadline.missed decree');
    const { late, duties } = await report();
    expect(late.some(({ conversationId }) => conversationId === id)).toBe(true);
    expect(duties.find(({ code }) => code === 'answer')).toMatchObject({ state: 'broken' });
    await status(id, 'resolved');
    await work();
    expect((await demand(id)).endedAt).not.toBeNull();
  });

  it('the customer asks by a word and gets the history; a resolved matter stays resolved', async () => {
    const from = caller();
    const id = await write(from, { text: 'Minha fatura veio errada <b>' });
    await note(id, 'cliente chato, segredo da casa');
    await answer(id);
    await status(id, 'resolved');
    await work();
    expect(await write(from, { text: 'Histórico!' })).toBe(id);
    await work();
    const { requests } = await demand(id);
    expect(requests).toMatchObject([{ kind: 'history', askedBy: 'customer', state: 'sent', messages: 4 }]);
    expect((await said(id)).at(-1)).toContain(requests[0]?.link ?? '?');
    expect((await desk.as(owner, (ctx) => readOne(ctx, id))).status).toBe('resolved');
    const html = historyPage(
      await desk.as(owner, (ctx) => loadHistory(ctx, { conversationId: id, upToSeq: null, legId: null })),
    );
    expect(html).toContain('Minha fatura veio errada &#60;b&#62;');
    expect(html).toContain('Helena ·');
    expect(html).not.toContain('Prado');
    expect(html).not.toContain('segredo');
    expect((await report()).duties.find(({ code }) => code === 'history')).toMatchObject({ state: 'kept' });
    for (let n = 0; n < 6; n += 1) {
      await write(from, { text: 'historico' });
      await work();
    }
    expect((await demand(id)).requests).toHaveLength(5);
  });

  it('words of others who took part are not in it', async () => {
    const id = await write(caller(), { text: 'Sou o dono da linha' });
    const other = await write(caller(), { text: 'Palavras de terceiro' });
    await desk.as(null, async (ctx) => {
      await ctx.client.query(
        'UPDATE messages SET conversation_id = $1, seq = seq + 100 WHERE conversation_id = $2 AND author_kind = $3',
        [id, other, 'customer'],
      );
    });
    const html = historyPage(
      await desk.as(owner, (ctx) => loadHistory(ctx, { conversationId: id, upToSeq: 1000, legId: null })),
    );
    expect(html).toContain('Sou o dono da linha');
    expect(html).toContain('Mensagem de outra pessoa, não incluída');
    expect(html).not.toContain('Palavras de terceiro');
  });

  it('somebody else who takes part can ask for nothing, and gets nothing', async () => {
    const [mine, theirs] = [caller(), caller()];
    const id = await write(mine, { text: 'Sou a dona da conta' });
    // Their words stand in the same matter, as in a letter with copies.
    const other = await write(theirs, { text: 'oi' });
    await desk.as(null, async (ctx) => {
      const ends = [id, other];
      await ctx.client.query('UPDATE legs SET conversation_id = $1 WHERE conversation_id = $2', ends);
      await ctx.client.query('UPDATE participants SET conversation_id = $1 WHERE conversation_id = $2', ends);
      await ctx.client.query(
        `UPDATE conversations SET status = 'resolved', resolved_at = '2000-01-01' WHERE id = $1`,
        [other],
      );
    });
    desk.clock.advance(1000);
    await write(theirs, { text: 'histórico' });
    await work();
    expect((await demand(id)).requests).toEqual([]);
    // Though they wrote last, what the customer asks for goes to the customer.
    await desk.as(null, (ctx) =>
      ctx.client.query(
        `UPDATE legs SET last_inbound_at = $2 WHERE conversation_id = $1
          AND identity_id = (SELECT id FROM identities WHERE value = $3)`,
        [id, desk.clock.now(), theirs],
      ),
    );
    await ask(id, { kind: 'history' });
    await work();
    const { rows } = await desk.as(null, (ctx) =>
      ctx.client.query(
        `SELECT i.value FROM sac_requests q JOIN messages m ON m.id = q.message_id JOIN legs l ON l.id = m.leg_id
          JOIN identities i ON i.id = l.identity_id WHERE q.conversation_id = $1`,
        [id],
      ),
    );
    expect(rows).toEqual([{ value: mine }]);
  });

  it('what no channel carries is stuck, and handed over by hand', async () => {
    const id = await write(caller(), { inboxId: open, more: { public: { kind: 'comment' } } });
    const asked = await ask(id, { kind: 'history' });
    await expect(ask(id, { kind: 'history' })).rejects.toMatchObject({ code: 'conflict' });
    await runRequests(desk.kernel);
    const requestId = asked.requests[0]?.id ?? '';
    expect((await demand(id)).requests).toMatchObject([{ state: 'stuck', reason: 'public' }]);
    expect((await report()).duties.find(({ code }) => code === 'history')).toMatchObject({
      why: 'some_open',
    });
    const hand = () =>
      desk.as(owner, (ctx) => handRequest(ctx, { params: { id: requestId }, body: { how: 'letter' } }));
    expect((await hand()).requests).toMatchObject([
      { state: 'handed', handedHow: 'letter', handedBy: 'Helena Prado' },
    ]);
    await expect(hand()).rejects.toMatchObject({ code: 'conflict' });
    await work();
    await status(id, 'resolved');
  });

  it('a cancellation gets its receipt at once', async () => {
    const id = await write(caller(), { text: 'Quero cancelar' });
    await expect(ask(id, { kind: 'cancellation' })).rejects.toMatchObject({ code: 'refused' });
    await expect(ask(id, { kind: 'cancellation', effect: 'scheduled' })).rejects.toMatchObject({
      code: 'refused',
    });
    const asked = await ask(id, { kind: 'cancellation', effect: 'technical' });
    await work();
    expect((await demand(id)).requests).toMatchObject([{ state: 'sent' }]);
    expect((await said(id)).at(-1)).toMatch(
      /^Comprovante: seu pedido de cancelamento foi recebido em .* técnico\.$/,
    );
    const requestId = asked.requests[0]?.id ?? '';
    expect((await report()).duties.find(({ code }) => code === 'cancellation')).toMatchObject({
      why: 'some_undone',
    });
    await desk.as(owner, (ctx) => finishCancellation(ctx, { params: { id: requestId } }));
    expect((await report()).duties.find(({ code }) => code === 'cancellation')).toMatchObject({
      state: 'kept',
    });
  });

  it('switched off, it counts no more; what was counted stays', async () => {
    const id = await write(caller());
    await work();
    const late = (await report()).late.length;
    expect(late).toBeGreaterThan(0);
    expect(await due(id)).not.toBeNull();
    await turn(false);
    await work();
    expect(await due(id)).toBeNull();
    expect((await report()).late).toHaveLength(late);
    const quiet = await write(caller());
    expect(await notices(quiet)).toEqual([]);
  });
});

it('a link opens what it names and nothing else', () => {
  const place = { orgId: randomUUID(), requestId: randomUUID() };
  const token = historyToken(desk.kernel.secrets, place);
  expect(readHistoryToken(desk.kernel.secrets, token)).toEqual(place);
  for (const wrong of [
    '',
    'x',
    token.slice(1),
    `${token}x`,
    token.replace(/.$/, (one) => (one === 'A' ? 'B' : 'A')),
  ])
    expect(readHistoryToken(desk.kernel.secrets, wrong)).toBeNull();
});
