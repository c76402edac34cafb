import { QueueSettings, type WaitSettings } from '@meada/contract/routing';
import { systemActor } from '../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../kernel/ctx.ts';
import { templateOf } from '../modules/inboxes/index.ts';
import { createQueue, createSkill, setAgent } from '../modules/routing/index.ts';

/**
 * Queues of the demo shop: sales take the channels on which people wait, support the rest, finance what is handed over.
 * Agents take work themselves (`pull`), and much at once: who tries the demo is often alone in it.
 */
export const makeQueues = (kernel: Kernel, orgId: string): Promise<void> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const skills = new Map<string, string>();
    for (const name of ['Cobrança', 'Espanhol', 'Inglês', 'Trocas e devoluções'])
      skills.set(name, (await createSkill(ctx, { body: { name } })).id);
    const talking = await talkingInboxes(ctx);
    const templates = await templatesOf(ctx, talking);
    const sales = await queue(ctx, { name: 'Vendas', inboxIds: talking, templates });
    const support = await queue(ctx, { name: 'Suporte', isDefault: true });
    const finance = await queue(ctx, { name: 'Financeiro', skillId: skills.get('Cobrança') });
    const levels = (...names: string[]) =>
      names.flatMap((name) => ({ skillId: skills.get(name) ?? '', level: name === 'Cobrança' ? 4 : 3 }));
    const people = await ctx.db
      .selectFrom('members')
      .select(['id', 'name'])
      .where('org_id', '=', ctx.orgId)
      .execute();
    const duties: Record<string, [queueIds: string[], skills: ReturnType<typeof levels>]> = {
      Helena: [[sales, support, finance], levels('Cobrança', 'Inglês')],
      Marina: [[sales, support], levels('Trocas e devoluções', 'Inglês')],
      Caio: [[sales, support], levels('Trocas e devoluções', 'Espanhol')],
      Teresa: [[sales, support, finance], levels('Cobrança')],
    };
    for (const { id, name } of people) {
      const [queueIds, has] = duties[name.split(' ')[0] ?? ''] ?? [];
      if (!queueIds || !has) continue;
      const body = {
        capacity: { realTime: 20, deferred: 50 },
        queueIds,
        skills: has,
        aptitudes: [],
        shift: null,
      };
      await setAgent(ctx, { params: { id }, body });
    }
  });

/** A template the demo's account has been approved: by it is written to who went from the chat, when it is their turn. */
const goOn = { name: 'retomar_conversa', language: 'pt_BR' };

/** What is written first where the firm begins only by a template. */
async function templatesOf(ctx: Ctx, inboxIds: readonly string[]): Promise<WaitSettings['templates']> {
  const found: WaitSettings['templates'] = [];
  for (const wayInboxId of inboxIds)
    if (await templateOf(ctx, wayInboxId, goOn))
      found.push({ wayInboxId, ...goOn, values: [{ at: 'body.1', value: '{name}' }] });
  return found;
}

/** Inboxes of channels on which somebody waits for the answer. */
async function talkingInboxes(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('inboxes')
    .select(['id', 'channel'])
    .where('org_id', '=', ctx.orgId)
    .execute();
  return rows
    .filter(({ channel }) => ctx.ports.channels.get(channel)?.manifest.capabilities.class === 'real_time')
    .map(({ id }) => id);
}

type Given = {
  name: string;
  inboxIds?: string[];
  isDefault?: boolean;
  skillId?: string | undefined;
  templates?: WaitSettings['templates'];
};

async function queue(ctx: Ctx, given: Given): Promise<string> {
  const { name, inboxIds = [], isDefault = false, skillId, templates = [] } = given;
  const skills = skillId ? [{ skillId, level: 2 }] : [];
  const steps = [{ afterSeconds: 600, escalate: true }];
  // Who waits in the chat may ask to be called, or written to elsewhere.
  const settings = QueueSettings.parse({ mode: 'pull', skills, steps, wait: { call: true, templates } });
  const attended = { hoursId: null, afterHoursId: null, awayMessage: '' };
  const body = { name, teamId: null, isDefault, inboxIds, ...attended, settings };
  return (await createQueue(ctx, { body })).id;
}
