import type { BodyOf } from '@meada/contract/route';
import type { Inbox, addInbox as route } from '@meada/contract/routes/inboxes';
import { type Actor, permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { found, refused } from '../../kernel/errors.ts';
import { connectInbox, freshInbox } from './connect.ts';
import type { ChannelPlugin } from './port.ts';
import { replaySiblings } from './replay-siblings.ts';
import { type GivenSettings, type NextSettings, nextSettings, textsOf, withDefaults } from './settings.ts';
import { brandIdOf, claimRoutes, dropInbox, insertInbox, requireTeam, routesOf, saveInbox } from './store.ts';
import { inboxesOf } from './views.ts';

export type AddedInbox = Omit<BodyOf<typeof route>, 'settings'> & { settings: GivenSettings };

/**
 * Connects an account of a channel. The row comes first and asleep, then the keys it is found by, then it wakes: a break
 * in between leaves an inbox that is off and that saving again repairs. The platform is told last; its failure is shown
 * on the inbox and is no error. Throws `malformed`, `refused`, `conflict`, `not_found`.
 */
export async function addInbox(kernel: Kernel, actor: Actor, input: AddedInbox): Promise<Inbox> {
  permit(actor, 'inboxes.manage');
  const plugin = kernel.ports.channels.get(input.channel);
  if (!plugin) throw refused('There is no such channel.', 'body.channel');
  const standing = { open: {}, secretNames: new Set<string>() };
  const given = withDefaults(plugin.manifest, input.settings);
  const checked = nextSettings(plugin.manifest, given, standing);
  const own = await plugin.fill?.({ ...checked.open, ...textsOf(checked.secrets) });
  const settings = nextSettings(plugin.manifest, { ...given, ...own }, standing);
  const made = { id: kernel.ids.uuid(), routeKey: kernel.ids.key(), settings, plugin };
  await inTransaction(kernel, actor, (ctx) => write(ctx, input, made));
  const place = { orgId: actor.orgId, inboxId: made.id };
  try {
    await claimRoutes(kernel, place, routesOf(plugin, made.routeKey, settings.open));
  } catch (error) {
    await inTransaction(kernel, actor, (ctx) => dropInbox(ctx, made.id));
    throw error;
  }
  await inTransaction(kernel, actor, (ctx) => wake(ctx, input, made));
  kernel.bus.wake('inboxes');
  await connectInbox(kernel, actor.orgId, made.id);
  await giveWhatCame(kernel, place);
  const [inbox] = await inTransaction(kernel, actor, (ctx) => inboxesOf(ctx, made.id));
  return found(inbox, 'inbox');
}

/** What came for the account before: a failure is no error of the adding, the inbox is there. */
async function giveWhatCame(kernel: Kernel, place: { orgId: string; inboxId: string }): Promise<void> {
  try {
    const added = await freshInbox(kernel, place.orgId, place.inboxId);
    if (added) await replaySiblings(kernel, added);
  } catch (error) {
    kernel.log.warn('what came before could not be given to an inbox', { inboxId: place.inboxId, error });
  }
}

type Made = { id: string; routeKey: string; settings: NextSettings; plugin: ChannelPlugin };

async function write(ctx: Ctx, input: AddedInbox, made: Made): Promise<void> {
  await requireTeam(ctx, input.teamId);
  await insertInbox(ctx, {
    id: made.id,
    channel: input.channel,
    name: input.name,
    address: made.plugin.addressOf(made.settings.open),
    brandId: await brandIdOf(ctx, input.brandId),
    teamId: input.teamId ?? null,
    routeKey: made.routeKey,
    settings: made.settings,
  });
}

async function wake(ctx: Ctx, input: AddedInbox, made: Made): Promise<void> {
  await saveInbox(ctx, { id: made.id, secrets: {} }, { active: true });
  ctx.emit({ name: 'inbox.changed', facts: { inboxId: made.id } });
  ctx.audit({
    action: 'inbox.added',
    subject: { kind: 'inbox', id: made.id },
    facts: { channel: input.channel, settings: made.settings.changed },
  });
}
