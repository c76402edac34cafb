import { setTimeout as pause } from 'node:timers/promises';
import { type Bot, findMessage, type Pending, tell, type Update, unixNow, type World } from './state.ts';

/** Pause before a webhook is tried again, doubled each time up to the last (ms), and attempts before giving up. */
const firstPause = 250;
const longestPause = 15_000;
const mostAttempts = 30;

/** Carries updates to bots: holds polls open and posts to webhooks, in order within a chat. */
export type Delivery = {
  push(
    bot: Bot,
    update: Record<string, unknown>,
    about: { chatId: number; messageId?: number },
  ): Update | undefined;
  poll(
    bot: Bot,
    ask: { offset: number; limit: number; timeout: number; signal: AbortSignal },
  ): Promise<Update[]>;
  wake(bot: Bot): void;
  /** The next update is delivered this many more times. */
  duplicateNext(times: number): void;
  stop(): void;
};

type Answered = (bot: Bot, call: Record<string, unknown>) => Promise<unknown>;

type Machine = {
  world: World;
  onAnswer: Answered;
  wakers: Map<string, Set<() => void>>;
  stopping: AbortController;
  copies: number;
};

/** `onAnswer` carries out a call that a webhook gave as its answer. */
export function newDelivery(world: World, onAnswer: Answered): Delivery {
  const machine: Machine = { world, onAnswer, wakers: new Map(), stopping: new AbortController(), copies: 0 };
  return {
    push(bot, update, about) {
      const kind = Object.keys(update)[0] ?? '';
      if (!isWanted(bot, kind)) return undefined;
      const full = { update_id: bot.nextUpdate++, ...update };
      bot.pending.push({ update: full, ...about, copies: machine.copies, attempts: 0, isBusy: false });
      machine.copies = 0;
      wake(machine, bot);
      return full;
    },
    async poll(bot, ask) {
      for (const one of bot.pending.filter(({ update }) => update.update_id < ask.offset))
        confirm(machine, bot, one);
      const waiting = () => bot.pending.slice(0, ask.limit).map((one) => one.update);
      if (waiting().length === 0 && ask.timeout > 0) await waitFor(bot, machine.wakers, ask);
      return waiting();
    },
    wake: (bot) => wake(machine, bot),
    duplicateNext(times) {
      machine.copies = times;
    },
    stop() {
      machine.stopping.abort();
      for (const set of machine.wakers.values()) for (const waker of set) waker();
    },
  };
}

function wake(machine: Machine, bot: Bot): void {
  for (const waker of machine.wakers.get(bot.token) ?? []) waker();
  if (!bot.webhook) return;
  for (const chatId of new Set(bot.pending.map((one) => one.chatId))) void runLane(machine, bot, chatId);
}

/** The bot has taken an update: it goes, unless copies of it are wanted. */
function confirm(machine: Machine, bot: Bot, pending: Pending): void {
  if (pending.copies > 0) {
    pending.copies -= 1;
    return;
  }
  bot.pending = bot.pending.filter((one) => one !== pending);
  const message = pending.messageId && findMessage(bot.chats.get(pending.chatId), pending.messageId);
  if (!message || message.delivered) return;
  message.delivered = true;
  tell(machine.world, { kind: 'message', bot: bot.user.username ?? '', chatId: pending.chatId, message });
}

async function runLane(machine: Machine, bot: Bot, chatId: number): Promise<void> {
  const { signal } = machine.stopping;
  while (!signal.aborted) {
    const next = bot.pending.find((one) => one.chatId === chatId);
    if (!next || !bot.webhook || next.isBusy) return;
    next.isBusy = true;
    next.attempts += 1;
    const isDone = await post(bot, next, { onAnswer: machine.onAnswer, signal });
    if (isDone || next.attempts >= mostAttempts) confirm(machine, bot, next);
    else {
      const wait = Math.min(longestPause, firstPause * 2 ** (next.attempts - 1));
      await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
    }
    next.isBusy = false;
  }
}

/** Reactions and member changes come only when asked for (Bot API, `allowed_updates`). */
function isWanted(bot: Bot, kind: string): boolean {
  const allowed = bot.webhook ? bot.webhook.allowed : bot.allowed;
  if (allowed && allowed.length > 0) return allowed.includes(kind);
  return !['chat_member', 'message_reaction', 'message_reaction_count'].includes(kind);
}

async function waitFor(
  bot: Bot,
  wakers: Map<string, Set<() => void>>,
  ask: { timeout: number; signal: AbortSignal },
): Promise<void> {
  const set = wakers.get(bot.token) ?? new Set();
  wakers.set(bot.token, set);
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      set.delete(done);
      resolve();
    };
    const timer = setTimeout(done, ask.timeout * 1000);
    set.add(done);
    ask.signal.addEventListener('abort', done, { once: true });
  });
}

async function post(
  bot: Bot,
  pending: Pending,
  by: { onAnswer: Answered; signal: AbortSignal },
): Promise<boolean> {
  const { webhook } = bot;
  if (!webhook) return false;
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(webhook.secret && { 'x-telegram-bot-api-secret-token': webhook.secret }),
      },
      body: JSON.stringify(pending.update),
      redirect: 'manual',
      signal: AbortSignal.any([by.signal, AbortSignal.timeout(30_000)]),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`Wrong response from the webhook: ${response.status} ${response.statusText}`);
    if (text.startsWith('{')) await by.onAnswer(bot, JSON.parse(text)).catch(() => undefined);
    return true;
  } catch (error) {
    webhook.lastError = { at: unixNow(), text: error instanceof Error ? error.message : String(error) };
    return false;
  }
}
