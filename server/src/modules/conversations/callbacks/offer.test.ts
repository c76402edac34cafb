import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import type { Cursor } from '../../../kernel/events/log.ts';
import { createHours } from '../../hours/index.ts';
import { receive } from '../../inboxes/index.ts';
import { addInbox, addPerson, type Desk, eventsAfter, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { readReceived } from '../factories-work.ts';
import { readMessages } from '../views/messages.ts';
import { settleCallback } from './settle-callback.ts';
import { tellCallbacks } from './tell-callbacks.ts';
import { listCallbacks } from './views.ts';
import { callAskedBy } from './words.ts';

/** A call is offered outside the hours, asked for by a word, promised within the opening, warned of and missed once. */

describe('the word', () => {
  it.each([
    ['LIGAR', ''],
    ['ligar 41 98888-7766', '41 98888-7766'],
    ['Me liga!', ''],
    ['call me: +1 202 555 0143', '+1 202 555 0143'],
    ['Llámame', ''],
  ])('%s', (text, rest) => expect(callAskedBy(text)).toEqual({ rest }));
  it.each([
    'oi',
    'ligar o forno não funciona',
    'caligar',
    'LIGAR 12',
    'x'.repeat(500),
    `LIGAR ${'1'.repeat(90)}`,
  ])('not: %s', (text) => expect(callAskedBy(text)).toBeNull());
});

let desk: Desk;
let owner: PersonActor;
let inbox: string;
beforeAll(async () => {
  desk = await openDesk([paperChannel('near')]);
  owner = await addPerson(desk, { role: 'owner' });
  inbox = await addInbox(desk, 'near');
  await desk.as(owner, async (ctx) => {
    const week = [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' }));
    const { id } = await createHours(ctx, {
      body: {
        ...{ name: 'Loja', timeZone: 'America/Sao_Paulo', week, holidays: 'national' },
        ...{ ownHolidays: true, exceptions: [] },
      },
    });
    await ctx.db
      .updateTable('inboxes')
      .set({ hours_id: id, away_message: 'Estamos fora.', callback_minutes: 60 })
      .where('id', '=', inbox)
      .execute();
  });
});
afterAll(() => desk?.close());

async function write(from: { kind: string; value: string }, text: string): Promise<string> {
  const item = {
    ...{ kind: 'message', externalId: randomUUID(), at: desk.clock.now().toISOString() },
    ...{ from, proof: 'platform', content: { v: 1, kind: 'text', text } },
  };
  const body = new TextEncoder().encode(JSON.stringify([item]));
  await receive(desk.kernel, { orgId: desk.orgId, inboxId: inbox }, [
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
    (await readMessages(ctx, id, { limit: 50 })).items.map(({ content }) =>
      'text' in content ? content.text : content.kind,
    ),
  );
const owed = (id: string) =>
  desk.as(owner, async (ctx) => (await listCallbacks(ctx)).filter((one) => one.conversationId === id));

let place: Cursor = { tx: '0', id: 0 };
async function told(): Promise<unknown[]> {
  await tellCallbacks(desk.kernel);
  const events = await eventsAfter(desk, place);
  const last = events.at(-1);
  if (last) place = { tx: last.tx, id: last.id };
  return events.filter(({ name }) => name === 'callback.due').map(({ facts }) => facts.missed);
}

it('from a telephone: the word is enough; the promise lies behind weekend and holiday', async () => {
  // Friday before All Souls' Day.
  desk.clock.set('2026-10-30T20:00:00-03:00');
  const phone = { kind: 'phone', value: '+5541988861001' };
  const id = await write(phone, 'oi');
  const [, away] = await said(id);
  expect(away).toBe(
    'Estamos fora.\n\nVoltamos terça-feira às 9h.\n\nQuer que a gente ligue? Responda LIGAR, e ligamos até terça-feira, às 10h.',
  );
  desk.clock.advance(60_000);
  expect(await write(phone, 'Ligar')).toBe(id);
  expect((await said(id)).at(-1)).toBe('Combinado! Ligamos para +5541988861001 até terça-feira, às 10h.');
  expect(await owed(id)).toMatchObject([
    {
      phone: '+5541988861001',
      promisedAt: new Date('2026-11-03T10:00:00-03:00').toISOString(),
      state: 'open',
    },
  ]);
  await told();
  desk.clock.set('2026-11-03T09:45:00-03:00');
  expect(await told()).toEqual([false]);
  expect(await told()).toEqual([]);
  desk.clock.set('2026-11-03T10:00:00-03:00');
  expect(await told()).toEqual([true]);
  expect(await told()).toEqual([]);
});

it('from elsewhere the number is asked for; a call that was made is not warned of', async () => {
  desk.clock.set('2026-11-04T20:00:00-03:00');
  // A number of the platform's own that looks like a telephone.
  const account = { kind: 'line', value: '41988861009' };
  const id = await write(account, 'oi');
  expect((await said(id))[1]).toContain('Responda LIGAR e o seu telefone com DDD');
  await write(account, 'ligar');
  expect((await said(id)).at(-1)).toMatch(/^Para qual número\?/);
  expect(await owed(id)).toEqual([]);
  await write(account, 'ligar (41) 98886-1002');
  const [callback] = await owed(id);
  expect(callback).toMatchObject({ phone: '+5541988861002', text: 'ligar (41) 98886-1002' });
  await desk.as(owner, (ctx) =>
    settleCallback(ctx, { callbackId: callback?.id ?? '', outcome: 'done', result: 'Falamos.' }),
  );
  await told();
  desk.clock.set('2026-11-05T11:00:00-03:00');
  expect(await told()).toEqual([]);
});

it('a word without an offer is a word', async () => {
  desk.clock.set('2026-11-09T10:00:00-03:00');
  const id = await write({ kind: 'phone', value: '+5541988861003' }, 'ligar');
  expect(await said(id)).toEqual(['ligar']);
  expect(await owed(id)).toEqual([]);
});
