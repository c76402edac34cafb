import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import {
  addCustomer,
  addInbox,
  addPerson,
  addTalk,
  addTeam,
  type Desk,
  eventsAfter,
  openDesk,
} from '../factories.ts';
import { sendMessage } from '../send-message.ts';
import { indexMessages } from './index-messages.ts';
import { searchMessages } from './search-messages.ts';

let desk: Desk;
let ana: PersonActor;
let inboxId: string;

beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk);
  inboxId = await addInbox(desk, 'chat');
});
afterAll(() => desk.close());

const index = async () => indexMessages(desk.kernel, await eventsAfter(desk, { tx: '0', id: 0 }));
type Filters = Partial<Parameters<typeof searchMessages>[1]>;
const search = (query: string, more: Filters = {}, actor = ana) =>
  desk.as(actor, (ctx) => searchMessages(ctx, { limit: 30, ...more, query }));
const idsOf = async (query: string, more: Filters = {}, actor = ana) =>
  (await search(query, more, actor)).items.map((item) => item.messageId);
const say = async (text: string, given: Parameters<typeof addTalk>[2] = {}) => {
  desk.clock.advance(60_000);
  return addTalk(desk, inboxId, { ...given, text });
};

describe('words', () => {
  test('by stem, without accents, side by side, without one, and while the last is still typed', async () => {
    const said = await say('Recebi duas camisetas erradas e quero o reembolso do frete grátis');
    await say('Quero trocar a camiseta amarela por uma verde');
    await index();
    for (const query of [
      'reembolsos',
      'gratis fretes',
      '"frete grátis"',
      'camiseta -verde',
      'de reembolso',
      'camisetas reem',
      'REEMBOLSO frete',
    ])
      expect({ query, ids: await idsOf(query) }).toEqual({ query, ids: [said.messageId] });
    for (const query of ['"grátis frete"', 'reembolso verde', 'reem ', '-camiseta', '""', '::*', "' --"])
      expect({ query, ids: await idsOf(query) }).toEqual({ query, ids: [] });
  });

  test('marks what was looked for, in the stretch of a long text that has it', async () => {
    const long = `${'Bom dia, tudo bem com você? '.repeat(40)}A geladeira <b>Consul</b> fez barulhos. ${'Obrigado! '.repeat(60)}`;
    await say(long);
    await index();
    const [hit] = (await search('barulho consul')).items;
    const text = hit?.snippet.map((part) => part.text).join('') ?? '';
    expect(text.length).toBeLessThan(200);
    expect(hit?.snippet.filter((part) => part.hit).map((part) => part.text)).toEqual(['Consul', 'barulhos']);
    expect([text.startsWith('… '), text.endsWith(' …')]).toEqual([true, true]);
  });

  test('forgives a slip where nothing has the word, says so, and not where something has', async () => {
    const said = await say('O pagamento do boleto não caiu');
    await index();
    for (const query of ['pagaemnto', 'pagamneto boleto', 'bolteo', 'pagmento']) {
      const found = await search(query);
      expect({ query, ids: found.items.map((item) => item.messageId) }).toEqual({
        query,
        ids: [said.messageId],
      });
      expect(found.meant.length).toBe(1);
    }
    expect(await search('pagamento')).toMatchObject({ meant: [] });
    // A short word becomes another one too easily, and a number is what it is.
    for (const query of ['bole', 'zzzzzz', '12345']) expect((await search(query)).meant).toEqual([]);
  });

  test('a word goes with its last message, and stays with any other', async () => {
    const one = await say('zabumbeiro antigo');
    const two = await say('zabumbeiro novo');
    await index();
    const words = () =>
      desk.as(null, async (ctx) => {
        const { rows } = await sql<{ word: string }>`
          SELECT word FROM search_words WHERE word IN ('zabumbeiro', 'antigo', 'novo') ORDER BY word`.execute(
          ctx.db,
        );
        return rows.map((row) => row.word);
      });
    const remove = async (messageId: string, conversationId: string) => {
      await desk.as(null, async (ctx) => {
        await ctx.db
          .updateTable('messages')
          .set({ deleted_at: ctx.clock.now() })
          .where('id', '=', messageId)
          .execute();
        ctx.emit({ name: 'message.changed', facts: { conversationId, messageId, what: 'delete' } });
      });
      await index();
    };
    expect(await words()).toEqual(['antigo', 'novo', 'zabumbeiro']);
    await remove(one.messageId, one.id);
    expect(await words()).toEqual(['novo', 'zabumbeiro']);
    await remove(two.messageId, two.id);
    expect(await words()).toEqual([]);
  });
});

describe('filters and sight', () => {
  test('who wrote, when, where, with which label; pages neither skip nor repeat', async () => {
    const caller = await addCustomer(desk, { name: 'Quitéria' });
    const said = [];
    for (let n = 0; n < 7; n += 1) said.push(await say(`parafuso número ${n}`, { caller }));
    const first = said[0];
    if (!first) throw new Error('nothing was said');
    const note = await desk.as(ana, (ctx) =>
      sendMessage(ctx, {
        conversationId: first.id,
        content: { v: 1, kind: 'text', text: 'conferir o parafuso no estoque' },
        internal: true,
        attachmentIds: [],
        clientId: 'note-000000000001',
      }),
    );
    await index();
    expect(await idsOf('parafuso', { visibility: 'internal' })).toEqual([note.id]);
    expect(await idsOf('parafuso', { author: 'person', personId: ana.id })).toEqual([note.id]);
    expect(await idsOf('parafuso', { conversationId: first.id })).toEqual([note.id, first.messageId]);
    expect(await idsOf('parafuso', { customerId: caller.customerId, author: 'customer' })).toHaveLength(7);
    const at = (await search('"parafuso número 3"')).items[0]?.at ?? '';
    const latest = said.map((talk) => talk.messageId).reverse();
    expect(await idsOf('parafuso', { author: 'customer', from: at })).toEqual(latest.slice(0, 4));
    expect(await idsOf('parafuso', { author: 'customer', until: at })).toEqual(latest.slice(4));
    // To the millisecond.
    const half = new Date(Date.parse(at) + 500).toISOString();
    expect(await idsOf('parafuso', { author: 'customer', until: half })).toEqual(latest.slice(3));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search('parafsuo', { limit: 3, author: 'customer', cursor });
      expect(page.meant).toEqual([{ typed: 'parafsuo', words: ['parafuso'] }]);
      seen.push(...page.items.map((item) => item.messageId));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toEqual(latest);
  });

  test('who sees only what is assigned to them finds that, by word, label and own status', async () => {
    const narrow = await addPerson(desk, { name: 'Nara', visibility: 'assigned' });
    const own = await say('maçaneta solta', { assigneeId: narrow.id });
    const other = await say('maçaneta quebrada');
    const labelled = await say('maçaneta emperrada', { assigneeId: narrow.id });
    await index();
    const label = '00000000-0000-7000-8000-00000000abcd';
    await desk.as(null, (ctx) =>
      ctx.db
        .updateTable('conversations')
        .set({ label_ids: [label] })
        .where('id', 'in', [labelled.id, other.id])
        .execute(),
    );
    expect(await idsOf('maçaneta', {}, narrow)).toEqual([labelled.messageId, own.messageId]);
    expect(await idsOf('maçaneta', { labelId: label }, narrow)).toEqual([labelled.messageId]);
    expect(await idsOf('maçaneta', { labelId: label })).toEqual([labelled.messageId, other.messageId]);
    expect(await idsOf('maçaneta', { statusId: label })).toEqual([]);
    expect(await idsOf('maçaneta', { status: 'resolved' }, narrow)).toEqual([]);
    expect(await idsOf('maçaneta', { conversationId: other.id }, narrow)).toEqual([]);
    // Somebody to whom nothing is assigned finds nothing.
    const idle = await addPerson(desk, { name: 'Olavo', visibility: 'assigned' });
    expect(await idsOf('maçaneta', {}, idle)).toEqual([]);
  });

  test('what an agent does not see is not found, not even to be corrected to', async () => {
    const teamId = await addTeam(desk, 'Cofre');
    const hidden = await say('xilindró trancado', { teamId });
    await index();
    const outside = await addPerson(desk, { name: 'Rui', visibility: 'team' });
    expect(await idsOf('xilindró')).toEqual([hidden.messageId]);
    expect(await idsOf('xilindró', {}, outside)).toEqual([]);
    expect(await search('xilidnró')).toMatchObject({ meant: [{ words: ['xilindro'] }] });
    expect(await search('xilidnró', {}, outside)).toMatchObject({ items: [], meant: [] });
    expect(await idsOf('xilindró', { conversationId: hidden.id }, outside)).toEqual([]);
  });
});
