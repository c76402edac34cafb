import { randomUUID } from 'node:crypto';
import type { InboundMessage, OutboundMessage } from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import { pressId } from '@meada/contract/surveys';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import {
  addCustomer,
  addInbox,
  addPerson,
  addTalk,
  type Caller,
  type Desk,
  eventsAfter,
  openDesk,
  type Talk,
} from '../conversations/factories.ts';
import { paperChannel } from '../conversations/factories-channels.ts';
import {
  changeStatus,
  dispatchInbox,
  ingestOrganisation,
  makePace,
  readMessages,
  readOne,
  sendMessage,
} from '../conversations/testing-talk.ts';
import { mergeInto } from '../customers/index.ts';
import { type ChannelPlugin, receive } from '../inboxes/index.ts';
import { commentSurvey } from './comment-survey.ts';
import { surveyQuestions } from './index.ts';
import { listBadSurveys } from './list-bad-surveys.ts';
import { planSurveys } from './plan-surveys.ts';
import { presentSurveys } from './present.ts';
import { rateSurvey } from './rate-survey.ts';
import { readSurveyReport } from './read-survey-report.ts';
import { refuseSurveys } from './refuse-surveys.ts';
import { runSurveys } from './run-surveys.ts';
import { saveSurveyRule } from './save-survey-rule.ts';
import { settleSurvey } from './settle-survey.ts';
import { firstRule } from './survey-rules.ts';

/** One question after resolving, answered with one press, one number or one link; each rating once, and nothing reopens. */

const sent: OutboundMessage[] = [];
const channel = (id: string, abilities: Parameters<typeof paperChannel>[1]): ChannelPlugin => ({
  ...paperChannel(id, abilities),
  send: async (message) => {
    sent.push(message);
    return { state: 'sent', externalId: message.dispatchId };
  },
});
let desk: Desk;
let owner: PersonActor;
let agent: PersonActor;
const inbox: Record<string, string> = {};
beforeAll(async () => {
  const kinds = [
    channel('pressed', { sends: ['text', 'buttons'], optOut: true }),
    channel('bare', { sends: ['text'] }),
    channel('windowed', { sends: ['text', 'buttons'], windowHours: 24 }),
    channel('letter', { sends: ['text'], html: true, subject: true }),
  ];
  desk = await openDesk(kinds, { questions: surveyQuestions });
  owner = await addPerson(desk, { role: 'owner', name: 'Olga' });
  agent = await addPerson(desk, { name: 'Ana' });
  for (const { manifest } of kinds) inbox[manifest.id] = await addInbox(desk, manifest.id);
});
beforeEach(async () => {
  sent.length = 0;
  await rule({ active: true });
});
afterAll(() => desk?.close());

const rule = (change: Partial<Parameters<typeof saveSurveyRule>[1]['body']>) => {
  const { id: _, ...first } = firstRule;
  return desk.as(owner, (ctx) => saveSurveyRule(ctx, { body: { ...first, ...change } }));
};
const say = (conversationId: string, text = 'Resolvido!') =>
  desk.as(agent, (ctx) =>
    sendMessage(ctx, {
      conversationId,
      content: { v: 1, kind: 'text', text },
      clientId: randomUUID(),
      internal: false,
      attachmentIds: [],
    }),
  );
const move = (conversationId: string, status: 'resolved' | 'open') =>
  desk.as(agent, (ctx) => changeStatus(ctx, { conversationId, status }));
/** Sends what waits; of one way a message at a time. */
const flush = async (): Promise<void> => {
  for (const inboxId of [...Object.values(inbox), ...Object.values(inbox), ...Object.values(inbox)])
    await dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId }, makePace(desk.clock));
};
/** Hears the whole log, twice: hearing does no harm. */
async function listen(): Promise<void> {
  const events = await eventsAfter(desk, { tx: '0', id: 0 });
  await planSurveys(desk.kernel, events);
  await planSurveys(desk.kernel, events);
}
async function ask(minutes = 6): Promise<void> {
  await listen();
  desk.clock.advance(minutes * 60_000);
  await runSurveys(desk.kernel);
  await flush();
}
/** A talk that was answered, resolved and asked about. */
async function asked(channelId: string, caller?: Caller): Promise<Talk & { surveyId: string }> {
  const talk = await addTalk(desk, inbox[channelId] ?? '', caller ? { caller } : {});
  await say(talk.id);
  await move(talk.id, 'resolved');
  await ask();
  const row = await surveyOf(talk.id);
  return { ...talk, surveyId: row?.id ?? '' };
}
const surveyOf = (conversationId: string) =>
  desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('surveys')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .orderBy('resolved_at', 'desc')
      .executeTakeFirst(),
  );
const addressOf = (identityId: string) =>
  desk.as(null, async (ctx) => {
    const row = await ctx.db
      .selectFrom('identities')
      .select('value')
      .where('id', '=', identityId)
      .executeTakeFirstOrThrow();
    return row.value;
  });
async function says(talk: Talk, content: Content, more: Partial<InboundMessage> = {}): Promise<void> {
  const item: InboundMessage = {
    kind: 'message',
    externalId: randomUUID(),
    at: desk.clock.now().toISOString(),
    from: { kind: 'line', value: await addressOf(talk.identityId) },
    proof: 'platform',
    content,
    ...more,
  };
  const body = new TextEncoder().encode(JSON.stringify([item]));
  const arrival = { externalId: item.externalId, body, headers: {}, facts: {} };
  await receive(desk.kernel, { orgId: desk.orgId, inboxId: talk.inboxId }, [arrival]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
  await flush();
}
const word = (text: string): Content => ({ v: 1, kind: 'text', text });
const press = (surveyId: string, rating: number): Content => ({
  ...{ v: 1, kind: 'button_reply', text: '🙂 Bom' },
  id: pressId(surveyId, rating),
});
const conversation = (id: string) => desk.as(owner, (ctx) => readOne(ctx, id));
const codesIn = async (id: string): Promise<string[]> => {
  const { items } = await desk.as(owner, (ctx) => readMessages(ctx, id, { limit: 100 }));
  return items.flatMap(({ content }) => (content.kind === 'system' ? [content.code] : []));
};
const report = (who: PersonActor = owner) =>
  desk.as(who, (ctx) => readSurveyReport(ctx, { query: {} } as never));

it('buttons where the channel has them; one press rates, reopens nothing, and the second is the same', async () => {
  const talk = await asked('pressed');
  const question = sent.at(-1)?.content;
  expect(question).toMatchObject({ kind: 'buttons', text: 'Como foi o seu atendimento com Empório?' });
  expect(sent.at(-1)?.automatic).toBe(true);
  await says(talk, press(talk.surveyId, 5));
  await says(talk, press(talk.surveyId, 5));
  expect(await conversation(talk.id)).toMatchObject({
    status: 'resolved',
    waitingSince: null,
    preview: { text: 'Resolvido!' },
    rating: { rating: 5, scale: 'faces', mark: 'good' },
  });
  expect((await codesIn(talk.id)).filter((code) => code.startsWith('survey_'))).toEqual([
    'survey_sent',
    'survey_rated',
  ]);
  // Thanked once.
  const thanked = sent.filter(({ content }) => 'text' in content && content.text?.startsWith('Obrigado'));
  expect(thanked).toHaveLength(1);
  await says(talk, press(talk.surveyId, 2));
  expect(await surveyOf(talk.id)).toMatchObject({ rating: 2, mark: 'bad', rated_by: 'press' });
  expect((await codesIn(talk.id)).at(-1)).toBe('survey_changed');
  await says(talk, word('Ainda não chegou'));
  expect(await conversation(talk.id)).toMatchObject({ status: 'open' });
});

it('a number answers only as a whole message, and only while nothing else goes on', async () => {
  const talk = await asked('bare');
  expect(sent.at(-1)?.content).toMatchObject({ text: expect.stringContaining('1 (péssimo) a 5 (ótimo)') });
  await says(talk, word('5️⃣'));
  expect(await surveyOf(talk.id)).toMatchObject({ rating: 5, rated_by: 'word' });
  expect(await conversation(talk.id)).toMatchObject({ status: 'resolved' });
  await says(talk, word('5 unidades'));
  expect(await conversation(talk.id)).toMatchObject({ status: 'open', rating: { rating: 5 } });
  await say(talk.id, 'Quantas unidades?');
  await says(talk, word('3'));
  expect(await surveyOf(talk.id)).toMatchObject({ rating: 5 });
  expect((await conversation(talk.id)).preview?.text).toBe('3');
});

it('a press names its survey: another customer’s, a forged and an old one rate nothing', async () => {
  const [mine, other] = [await asked('pressed'), await asked('pressed')];
  await says(mine, press(other.surveyId, 1));
  await says(mine, press(randomUUID(), 1));
  expect((await surveyOf(other.id))?.rating).toBeNull();
  expect((await surveyOf(mine.id))?.rating).toBeNull();
  desk.clock.advance(15 * 86_400_000);
  await says(other, press(other.surveyId, 5));
  expect((await surveyOf(other.id))?.rating).toBeNull();
});

it('a letter carries a link for each rating, whose page rates by a human’s press', async () => {
  const talk = await asked('letter');
  const letter = sent.at(-1);
  const links = [...(letter?.html ?? '').matchAll(/\/pesquisa\/([\w-]{64})\/([1-5])"/g)];
  expect(links.map(([, , rating]) => rating)).toEqual(['1', '2', '3', '4', '5']);
  const rate = (rating: number, by: 'link' | 'script') =>
    desk.as(null, (ctx) => rateSurvey(ctx, { surveyId: talk.surveyId, rating, by }));
  // A scanner that runs scripts opens all links: nobody has rated.
  expect((await rate(1, 'script')).outcome).toBe('rated');
  expect((await rate(2, 'script')).outcome).toBe('void');
  expect((await rate(3, 'script')).outcome).toBe('same');
  expect(await surveyOf(talk.id)).toMatchObject({ rating: null });
  expect((await rate(4, 'link')).outcome).toBe('rated');
  expect((await rate(1, 'script')).outcome).toBe('same');
  expect((await rate(9, 'link')).outcome).toBe('wrong');
  expect(await surveyOf(talk.id)).toMatchObject({ rating: 4, rated_by: 'link' });
  expect(await desk.as(null, (ctx) => commentSurvey(ctx, { surveyId: talk.surveyId, text: 'Rápida!' }))).toBe(
    true,
  );
  expect((await surveyOf(talk.id))?.comment).toBe('Rápida!');
  desk.clock.advance(25 * 3_600_000);
  expect((await rate(1, 'link')).outcome).toBe('closed');
});

it('says why nobody was asked: reopened, one-sided, lately, refused, the window, a label, switched off', async () => {
  const why = async (id: string) => (await surveyOf(id))?.reason ?? null;
  const reopened = await addTalk(desk, inbox.pressed ?? '');
  await say(reopened.id);
  await move(reopened.id, 'resolved');
  await listen();
  await move(reopened.id, 'open');
  await ask();
  expect(await why(reopened.id)).toBe('reopened');
  const silent = await addTalk(desk, inbox.pressed ?? '');
  await move(silent.id, 'resolved');
  await ask();
  expect(await why(silent.id)).toBe('one_sided');
  const once = await asked('pressed');
  const again = await asked('pressed', once);
  expect(await why(again.id)).toBe('recent');
  const shy = await asked('pressed', await addCustomer(desk));
  await desk.as(null, (ctx) => refuseSurveys(ctx, { surveyId: shy.surveyId }));
  desk.clock.advance(8 * 86_400_000);
  expect(await why((await asked('pressed', shy)).id)).toBe('refused');
  const late = await addTalk(desk, inbox.windowed ?? '');
  await say(late.id);
  desk.clock.advance(25 * 3_600_000);
  await move(late.id, 'resolved');
  await ask();
  expect(await why(late.id)).toBe('window');
  expect(await codesIn(late.id)).toContain('survey_skipped');
  const off = await addTalk(desk, inbox.bare ?? '');
  await say(off.id);
  await move(off.id, 'resolved');
  await listen();
  await rule({ active: false, inboxId: inbox.bare ?? null });
  await ask();
  expect(await why(off.id)).toBe('off');
  await rule({ active: true, inboxId: inbox.bare ?? null });
});

it('two matters of one human, merged meanwhile and due at once, ask once', async () => {
  const [one, two] = [await addCustomer(desk), await addCustomer(desk)];
  const talks = [
    await addTalk(desk, inbox.pressed ?? '', { caller: one }),
    await addTalk(desk, inbox.pressed ?? '', { caller: two }),
  ];
  for (const talk of talks) {
    await say(talk.id);
    await move(talk.id, 'resolved');
  }
  await desk.as(owner, (ctx) =>
    mergeInto(ctx, { fromId: two.customerId, intoId: one.customerId, reason: 'a mesma' }),
  );
  await listen();
  desk.clock.advance(6 * 60_000);
  await Promise.all([runSurveys(desk.kernel), runSurveys(desk.kernel), runSurveys(desk.kernel)]);
  const states = await Promise.all(talks.map(async (talk) => (await surveyOf(talk.id))?.state));
  expect(states.sort()).toEqual(['sent', 'skipped']);
});

it('a bad one waits for who reads reports until somebody has seen to it; the report counts what one may see', async () => {
  const talk = await asked('pressed');
  await says(talk, press(talk.surveyId, 1));
  const bad = () => desk.as(owner, (ctx) => listBadSurveys(ctx));
  expect((await bad()).items.map(({ id }) => id)).toContain(talk.surveyId);
  await desk.as(owner, (ctx) => settleSurvey(ctx, { params: { id: talk.surveyId }, body: { seen: true } }));
  expect((await bad()).items.map(({ id }) => id)).not.toContain(talk.surveyId);
  await expect(desk.as(agent, (ctx) => listBadSurveys(ctx))).rejects.toMatchObject({ code: 'forbidden' });
  const all = await report();
  expect(all.total.answered).toBe(all.total.good + all.total.neutral + all.total.bad);
  expect(all.people).toEqual([expect.objectContaining({ id: agent.id })]);
  expect(all.skipped.map(({ reason }) => reason)).toContain('window');
  const stranger = await addPerson(desk, { name: 'Rui' });
  expect((await report(stranger)).total.asked).toBe(0);
  expect((await report(agent)).total).toEqual(all.total);
});

it('that somebody rated is told to who reads reports and sees the conversation, and to whom it is about', async () => {
  const talk = await asked('pressed');
  await says(talk, press(talk.surveyId, 1));
  const lead = await addPerson(desk, { name: 'Lia', role: 'supervisor' });
  const narrow = await addPerson(desk, { name: 'Ivo', role: 'supervisor', visibility: 'assigned' });
  const events = await eventsAfter(desk, { tx: '0', id: 0 });
  const frames = (await presentSurveys(desk.kernel, events, { topic: () => true } as never)).filter(
    ({ data }) => (data as { id: string }).id === talk.surveyId,
  );
  const told = (who: PersonActor) => frames.map(({ visibleTo }) => visibleTo(who));
  expect([told(lead), told(agent), told(narrow)]).toEqual([[true], [true], [false]]);
});

it('what was resolved before the asking began is not asked about', async () => {
  await rule({ active: false });
  const before = await addTalk(desk, inbox.pressed ?? '');
  await say(before.id);
  await move(before.id, 'resolved');
  desk.clock.advance(1000);
  await rule({ active: true });
  await ask();
  expect(await surveyOf(before.id)).toBeUndefined();
});

it('an answer that still waits to go out comes first', async () => {
  const talk = await addTalk(desk, inbox.pressed ?? '');
  await say(talk.id);
  await move(talk.id, 'resolved');
  await listen();
  desk.clock.advance(6 * 60_000);
  const id = randomUUID();
  const next = new Date(desk.clock.now().getTime() + 4_000);
  await desk.as(null, (ctx) =>
    ctx.db
      .insertInto('scheduled_messages')
      .values({
        ...{ org_id: ctx.orgId, id, conversation_id: talk.id, person_id: agent.id, purpose: 'undo' },
        ...{ messages: '[]', due_at: next, next_at: next, known_seq: 2 },
      })
      .execute(),
  );
  await runSurveys(desk.kernel);
  expect((await surveyOf(talk.id))?.state).toBe('planned');
  await desk.as(null, (ctx) => ctx.db.deleteFrom('scheduled_messages').where('id', '=', id).execute());
  desk.clock.advance(10_000);
  await runSurveys(desk.kernel);
  expect((await surveyOf(talk.id))?.state).toBe('sent');
});
