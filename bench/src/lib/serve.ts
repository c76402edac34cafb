import { once } from 'node:events';
import { startApp } from '../../../server/src/app.ts';
import { systemActor } from '../../../server/src/kernel/actor.ts';
import { readConfig } from '../../../server/src/kernel/config.ts';
import { inTransaction } from '../../../server/src/kernel/ctx.ts';
import { queueCrowd } from '../../../server/src/modules/conversations/dispatch/testing-queue.ts';
import { createPerson, foundOrganisation } from '../../../server/src/modules/people/index.ts';

/**
 * The server as a benchmark starts it: the real app on a database that is there, in one process with the memory bus, as
 * `npm start` has it. Told what to do by its parent.
 */
const app = await startApp(readConfig(), JSON.parse(process.env.BENCH_URLS ?? '{}'));
const password = 'a password nobody guesses';

const template = {
  v: 1 as const,
  kind: 'template' as const,
  name: 'retomar_conversa',
  language: 'pt_BR',
  text: 'Oi, Ana! Podemos continuar?',
  parameters: [{ value: 'Ana' }],
};

const commands: Record<string, (command: never) => Promise<unknown>> = {
  /** Organisations with an owner who can sign in. */
  found: async ({ name }: { name: string }) => {
    const email = `owner@${name}.example`;
    const owner = { name: `Owner of ${name}`, email, password };
    const made = await foundOrganisation(app.kernel, { organisation: { name }, owner });
    return { ...made, email, password };
  },
  agent: async ({ orgId, email }: { orgId: string; email: string }) =>
    createPerson(app.kernel, { orgId, name: email, email, password, role: 'agent', visibility: 'all' }),
  /** Messages to new customers of an inbox, queued as a campaign leaves them. */
  crowd: async ({ orgId, ...crowd }: { orgId: string; inboxId: string; count: number; from: number }) => {
    const names = { channel: 'whatsapp', kind: 'whatsapp' };
    await inTransaction(app.kernel, systemActor(orgId), (ctx) =>
      queueCrowd(ctx, { ...crowd, ...names, content: template }),
    );
  },
  /** Bytes in use after a collection, when node was started with --expose-gc. */
  memory: async () => {
    for (let n = 0; n < 3; n += 1) {
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return process.memoryUsage();
  },
};

process.on('message', (message: { id: number; do: string }) => void answer(message));

async function answer(message: { id: number; do: string }): Promise<void> {
  if (message.do === 'stop') {
    await app.stop();
    process.exit(0);
  }
  try {
    const value = await commands[message.do]?.(message as never);
    process.send?.({ id: message.id, value });
  } catch (error) {
    process.send?.({ id: message.id, error: String(error) });
  }
}

process.send?.({ id: 0, value: { url: app.url ?? '' } });
await once(process, 'disconnect');
process.exit(0);
