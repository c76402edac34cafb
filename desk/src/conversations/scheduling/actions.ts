import type { Attachment } from '@meada/contract/content';
import { type Conversation, changeStatus } from '@meada/contract/routes/conversations';
import { changeScheduled, dropScheduled, sendScheduledNow, takeBack } from '@meada/contract/routes/scheduled';
import type { Scheduled } from '@meada/contract/scheduled';
import type { QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { Problem } from '../../api/problem.ts';
import { router } from '../../app/router.tsx';
import { askOfConversation } from '../../live/asked.ts';
import { complain, complainOf, sayWith } from '../../ui/toast.ts';
import type { SendBody } from '../composer/pending.ts';
import { endedWith } from '../composer/unsent.ts';
import { applyScheduled } from './later.ts';
import { giveBack } from './returned.ts';

/** What is done with a message before it goes out. */

const gone = (client: QueryClient, one: Pick<Scheduled, 'id' | 'conversationId'>) => {
  applyScheduled(client, one.conversationId, (list) => list.filter(({ id }) => id !== one.id));
  void client.invalidateQueries({ queryKey: keys.scheduled });
};

/** A refusal because the worker was faster is told as such. */
async function failed(client: QueryClient, one: Scheduled, error: unknown): Promise<void> {
  if (!(error instanceof Problem && error.code === 'not_found')) return complain(error);
  await i18next.loadNamespaces('later');
  gone(client, one);
  complainOf(i18next.t('later:tooLate'));
}

/** It was to be the last word, and is not said. */
async function reopen(client: QueryClient, id: string): Promise<void> {
  const open = () => call(changeStatus, { params: { id }, body: { status: 'open' } });
  await askOfConversation(client, open).catch(complain);
}

/** Takes it back into the composer with words, files and what it quotes; goes there if it is elsewhere. */
export async function bringBack(client: QueryClient, one: Scheduled): Promise<void> {
  try {
    const back = await call(takeBack, { params: { id: one.id } });
    gone(client, one);
    if (endedWith.delete(one.id)) void reopen(client, one.conversationId);
    const [body] = back.messages;
    if (!body) return;
    const attachments = back.attachments as Attachment[];
    const returned = { body: body as SendBody, html: back.draftHtml, attachments };
    if (!giveBack(one.conversationId, returned))
      await router.navigate({
        to: '/conversations/$conversationId',
        params: { conversationId: one.conversationId },
      });
  } catch (error) {
    await failed(client, one, error);
  }
}

export async function sendNow(client: QueryClient, one: Scheduled): Promise<void> {
  try {
    await call(sendScheduledNow, { params: { id: one.id } });
    gone(client, one);
  } catch (error) {
    await failed(client, one, error);
  }
}

export async function drop(client: QueryClient, one: Scheduled): Promise<void> {
  await call(dropScheduled, { params: { id: one.id } });
  gone(client, one);
}

/** Gives it another time. */
export async function reschedule(
  client: QueryClient,
  one: Scheduled,
  body: { at: string; unlessAnswered: boolean },
): Promise<void> {
  const next = (await call(changeScheduled, { params: { id: one.id }, body })) as Scheduled;
  applyScheduled(client, one.conversationId, (list) => list.map((old) => (old.id === next.id ? next : old)));
  void client.invalidateQueries({ queryKey: keys.scheduled });
}

/** Keeps the way back in the corner for who goes on elsewhere while something of theirs is being sent. */
export async function tellLeft(client: QueryClient, one: Scheduled): Promise<void> {
  const left = Date.parse(one.dueAt) - Date.now();
  const open = client.getQueryData<Conversation>(keys.conversation(one.conversationId));
  // Taken back or gone, not left.
  if (left < 1000 || !open?.scheduled.some(({ id }) => id === one.id)) return;
  await i18next.loadNamespaces('later');
  await sayWith(
    i18next.t('later:sending'),
    { label: i18next.t('later:undo'), act: () => void bringBack(client, one) },
    left,
  );
}
