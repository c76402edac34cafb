import type { Message } from '@meada/contract/routes/conversations';
import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { keys } from '../api/keys.ts';
import { applyFrame } from './apply.ts';
import { askOfMessage } from './asked.ts';
import type { Thread } from './thread.ts';
import { moment, newest, noteTold } from './told.ts';

/** An answer and a frame go over different lines: what was true later is shown, whichever comes first. */

const message = (state: string): Message =>
  ({ id: 'm1', conversationId: 'c1', seq: 1, dispatch: { state } }) as unknown as Message;
const frame = (state: string) =>
  ({ t: 'event', name: 'message', data: message(state) }) as Parameters<typeof applyFrame>[1];
const stateIn = (client: QueryClient) =>
  client.getQueryData<Thread>(keys.messages('c1'))?.items.map(({ dispatch }) => dispatch?.state);

it('a message that failed while the answer to its sending was on its way stays failed', async () => {
  const client = new QueryClient();
  client.setQueryData<Thread>(keys.messages('c1'), { items: [], hasMore: false });
  let answer = (_: Message) => {};
  const asked = askOfMessage(client, () => new Promise<never>((resolve) => (answer = resolve as never)));
  applyFrame(client, frame('queued'));
  applyFrame(client, frame('failed'));
  answer(message('queued'));
  await asked;
  expect(stateIn(client)).toEqual(['failed']);
});

it('what was told before it was asked for does not hold the answer up', async () => {
  const client = new QueryClient();
  client.setQueryData<Thread>(keys.messages('c1'), { items: [], hasMore: false });
  applyFrame(client, frame('failed'));
  await askOfMessage(client, async () => message('queued') as never);
  expect(stateIn(client)).toEqual(['queued']);
});

it('only the last few hundred are kept', () => {
  const since = moment();
  for (let n = 0; n < 600; n += 1) noteTold({ id: `x${n}` });
  const answers = [{ id: 'x0' }, { id: 'x599' }];
  expect(newest(answers[0] as { id: string }, since)).toBe(answers[0]);
  expect(newest(answers[1] as { id: string }, since)).not.toBe(answers[1]);
});
