import { randomUUID } from 'node:crypto';
import { until } from './child.ts';
import { gaps, type House, readThreads, type Thread } from './house.ts';

export type OutgoingReport = {
  answers: number;
  kills: number;
  sent: number;
  /** Cut off or unclear, and said to be so. */
  unknown: number;
  /** Came to the platform more than once. */
  doubled: string[];
  /** Said to be sent and never came; or neither sent nor said to be unknown. */
  lost: string[];
  /** Written twice into the conversation. */
  written: string[];
  gaps: string[];
};

type Row = { text: string; state: string };

/**
 * Answers over WhatsApp under kill -9: the number of bubbles on the customers' phones is the judge. The platform takes
 * some messages and answers with an error, too: the worst case for a sender.
 */
export async function runOutgoing(
  house: House,
  options: { customers: number; rounds: number },
): Promise<OutgoingReport> {
  const numbers = Array.from({ length: options.customers }, (_, n) => `+55 11 9${String(80_000_000 + n)}`);
  for (const number of numbers) house.whatsapp.customerSends(number, 'Oi');
  const threads = await until(async () => {
    const found = await readThreads(house, 'whatsapp');
    if (found.length < numbers.length)
      throw new Error(`${found.length} of ${numbers.length} customers are here`);
    return found;
  });
  const answers: string[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    if (round % 2 === 1) house.whatsapp.failNext({ kind: 'accepted_then_500' });
    const written = threads.map((thread) => answer(house, thread, `r${round}`));
    // Before they are all written, so that some are under way.
    await Promise.race(written);
    await (round % 3 === 2 ? house.child.killDatabase() : house.child.killServer());
    answers.push(...(await Promise.all(written)));
  }
  const rows = await settled(house);
  return judge(house, { rows, answers, kills: options.rounds });
}

/** One answer, by the same client id until it is taken. */
async function answer(house: House, thread: Thread, round: string): Promise<string> {
  const text = `${round} ${thread.conversationId}`;
  const body = { clientId: randomUUID(), content: { kind: 'text', text } };
  await house.insist('POST', `/api/conversations/${thread.conversationId}/messages`, body);
  return text;
}

/** Waits until nothing is under way. Leases of the dead are ended as time would end them. */
const settled = (house: House): Promise<Row[]> =>
  until(async () => {
    await house.child.query(
      `UPDATE dispatches SET next_at = now() WHERE state = 'sending' AND updated_at < now() - interval '3 seconds'`,
    );
    const rows = await house.child.query<Row>(
      `SELECT m.content->>'text' AS text, d.state FROM dispatches d
       JOIN messages m ON m.org_id = d.org_id AND m.id = d.message_id JOIN inboxes i ON i.org_id = d.org_id AND i.id = d.inbox_id
       WHERE i.channel = 'whatsapp'`,
    );
    const waiting = rows.filter(({ state }) => state === 'queued' || state === 'sending').length;
    if (waiting > 0) throw new Error(`${waiting} answers are under way`);
    return rows;
  }, 180_000);

type Judged = { rows: Row[]; answers: string[]; kills: number };

async function judge(house: House, { rows, answers, kills }: Judged): Promise<OutgoingReport> {
  const bubbles = new Map<string, number>();
  for (const message of house.whatsapp.chats().flatMap((chat) => chat.messages))
    if (message.from === 'business') bubbles.set(message.text, (bubbles.get(message.text) ?? 0) + 1);
  const stateOf = new Map(rows.map(({ text, state }) => [text, state]));
  const isLost = (text: string): boolean => {
    const state = stateOf.get(text);
    if (state === 'unknown') return false;
    return !['sent', 'delivered', 'read'].includes(state ?? '') || !bubbles.has(text);
  };
  const threads = await readThreads(house, 'whatsapp');
  const texts = threads.flatMap((thread) => thread.messages.map(({ text }) => text));
  return {
    answers: answers.length,
    kills,
    sent: answers.filter((text) => bubbles.has(text)).length,
    unknown: rows.filter(({ state }) => state === 'unknown').length,
    doubled: answers.filter((text) => (bubbles.get(text) ?? 0) > 1),
    lost: answers.filter(isLost),
    written: answers.filter((text) => texts.filter((one) => one === text).length !== 1),
    gaps: gaps(threads),
  };
}
