import type { createTask as route } from '@meada/contract/routes/tasks';
import type { z } from 'zod';
import { inTransaction, type Kernel } from '../kernel/ctx.ts';
import { createTask } from '../modules/tasks/index.ts';
import { peopleOf } from './deals.ts';

const hourMs = 3_600_000;

type Body = z.output<NonNullable<(typeof route)['body']>>;
type DemoTask = {
  title: string;
  description?: string;
  /** Who makes it, and for whom. */
  by: string;
  people: string[];
  /** Hours from now; what is negative is late. */
  dueIn: number | null;
  repeats?: Body['repeats'];
  /** Title of the deal it is about. */
  deal?: string;
  /** Whose agents take it. */
  queue?: string;
};

/** What the people of the demo shop have to do: late, soon, again and again, for two. */
const demoTasks: readonly DemoTask[] = [
  {
    title: 'Mandar o orçamento do tear com frete',
    description: 'O cliente pediu o valor para o Portão, com montagem.',
    ...{ by: 'Marina', people: ['Marina'], dueIn: -20, deal: 'Lã merino para coleção de inverno' },
  },
  {
    title: 'Emitir a segunda via dos boletos vencidos',
    description: 'A lista está no e-mail do banco.',
    ...{ by: 'Helena', people: [], dueIn: 5, queue: 'Financeiro' },
  },
  { title: 'Conferir as devoluções da semana', by: 'Teresa', people: ['Marina', 'Caio'], dueIn: 26 },
  {
    title: 'Repor as amostras de cor na vitrine',
    by: 'Caio',
    people: ['Caio'],
    dueIn: 70,
    repeats: 'weekly',
  },
];

/** Makes them, each by who asks for it. */
export async function makeTasks(kernel: Kernel, orgId: string): Promise<void> {
  const people = await peopleOf(kernel, orgId);
  const called = (name: string) => people.find((one) => one.name.startsWith(name));
  for (const { by, people: names, dueIn, deal, queue, ...task } of demoTasks) {
    const actor = called(by);
    if (!actor) continue;
    await inTransaction(kernel, actor, async (ctx) => {
      const row = deal
        ? await ctx.db.selectFrom('deals').select('id').where('title', '=', deal).executeTakeFirst()
        : undefined;
      const inQueue = queue
        ? await ctx.db.selectFrom('queues').select('id').where('name', '=', queue).executeTakeFirst()
        : undefined;
      const body: Body = {
        ...{ description: '', dueDay: false, remindAt: null, repeats: null, teamId: null },
        ...{ conversationId: null, customerId: null, dealId: row?.id ?? null },
        queueId: inQueue?.id ?? null,
        ...task,
        dueAt: dueIn === null ? null : new Date(ctx.clock.now().getTime() + dueIn * hourMs).toISOString(),
        personIds: names.flatMap((name) => called(name)?.id ?? []),
      };
      await createTask(ctx, { body });
    });
  }
}
