import { type Bound, bound } from './bound.ts';
import {
  addBot,
  bots,
  chat,
  customer,
  customerBlocks,
  customerEdits,
  customerPresses,
  customerReacts,
  customerSends,
  file,
  group,
  type Hands,
  migrates,
  pending,
  pushUpdate,
  startsWith,
} from './control.ts';
import { newDelivery } from './delivery.ts';
import { type Fault, newFaults } from './faults.ts';
import { type Limits, platformLimits } from './limits.ts';
import { paramsOf } from './params.ts';
import { buildServer, type Parts, perform } from './server.ts';
import { type Change, newBot, newWorld, type World } from './state.ts';

export type { FileKind } from './control.ts';
export type { Fault } from './faults.ts';
export type { Change, SimMessage } from './state.ts';

/** The bot that is there from the start; the demo shop's inbox uses the same token. */
export const demoBot = {
  token: '7100000001:AAMeadaDemoBotTokenForTheSimulatorOnly1',
  username: 'meada_demo_bot',
  name: 'Loja Demo',
};

export type TelegramOptions = {
  /** 0 or absent: a free one. */
  port?: number;
  bots?: { token: string; username: string; name: string }[];
  limits?: Partial<Limits>;
  /** Every call takes at least this long (ms). */
  delayMs?: number;
};

/** The customers' side of the platform. */
const control = {
  addBot,
  bots,
  chat,
  customer,
  customerBlocks,
  customerEdits,
  customerPresses,
  customerReacts,
  customerSends,
  file,
  group,
  migrates,
  pending,
  pushUpdate,
  startsWith,
};

type Control = Bound<Hands, typeof control>;

export type Telegram = Control & {
  url: string;
  /** host:port pairs the server must be allowed to call. */
  allow: string[];
  onChange(listener: (change: Change) => void): () => void;
  /** The next matching call fails. */
  failNext(fault: Fault): void;
  /** The next update comes this many more times. */
  duplicateNext(times?: number): void;
  stop(): Promise<void>;
};

/** A Bot API server on this machine, with the customers' side in the same object. */
export async function startTelegram(options: TelegramOptions = {}): Promise<Telegram> {
  const world = newWorld();
  for (const bot of options.bots ?? [demoBot]) {
    world.bots.set(bot.token, newBot(bot.token, bot.username, bot.name));
  }
  const faults = newFaults();
  const delivery = newDelivery(world, async (bot, { method, ...fields }) => {
    const call = { bot, method: String(method), params: paramsOf(fields, new Map()) };
    return await perform(parts, { ...call, signal: new AbortController().signal });
  });
  const limits = { ...platformLimits, ...options.limits };
  const parts: Parts = { world, delivery, faults, limits, delayMs: options.delayMs ?? 0 };
  const app = buildServer(parts);
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return {
    ...bound({ world, delivery }, control),
    url,
    allow: [new URL(url).host],
    onChange: (listener) => listen(world, listener),
    failNext: faults.add,
    duplicateNext: (times = 1) => delivery.duplicateNext(times),
    async stop() {
      delivery.stop();
      await app.close();
    },
  };
}

function listen(world: World, listener: (change: Change) => void): () => void {
  world.listeners.add(listener);
  return () => void world.listeners.delete(listener);
}
