import type { BodyOf } from '@meada/contract/route';
import type { Inbox, changeInbox as route } from '@meada/contract/routes/inboxes';
import { type Actor, permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { conflict, found } from '../../kernel/errors.ts';
import { requireHours } from '../hours/index.ts';
import { connectInbox, disconnectInbox, freshInbox } from './connect.ts';
import { forgetInbox, type LoadedInbox } from './load.ts';
import type { ChannelPlugin, Settings } from './port.ts';
import { type GivenSettings, type NextSettings, nextSettings } from './settings.ts';
import {
  brandIdOf,
  claimRoutes,
  holdInbox,
  type InboxRow,
  keepRoutes,
  type RouteKey,
  requirePerson,
  requireTeam,
  routesOf,
  saveInbox,
} from './store.ts';
import { inboxesOf } from './views.ts';

export type ChangedInbox = Omit<BodyOf<typeof route>, 'settings'> & {
  id: string;
  settings?: GivenSettings;
};

/**
 * Changes an inbox: what is not named stays, null empties a setting. New keys of the directory are taken before anything
 * is saved and old ones given up afterwards. When settings or activity change the platform is told, after COMMIT.
 * One that is archived keeps its settings and stays off; its name, team and brand may change. Throws `not_found`,
 * `malformed`, `refused`, `conflict`.
 */
export async function changeInbox(kernel: Kernel, actor: Actor, given: ChangedInbox): Promise<Inbox> {
  permit(actor, 'inboxes.manage');
  const place = { orgId: actor.orgId, inboxId: given.id };
  const before = found(await freshInbox(kernel, actor.orgId, given.id), 'inbox');
  const input = await filled(before, given);
  const wanted = await inTransaction(kernel, actor, async (ctx) =>
    planned(ctx, await holdInbox(ctx, input.id), input),
  );
  await claimRoutes(kernel, place, wanted.routes);
  const saved = await inTransaction(kernel, actor, (ctx) => save(ctx, input));
  await keepRoutes(kernel, place, saved.routes);
  forgetInbox(kernel, place);
  kernel.bus.wake('inboxes');
  if (saved.active && (saved.reconnect || !before.active)) await connectInbox(kernel, actor.orgId, input.id);
  else if (before.active && !saved.active) await disconnectInbox(kernel, before);
  const [inbox] = await inTransaction(kernel, actor, (ctx) => inboxesOf(ctx, input.id));
  return found(inbox, 'inbox');
}

/** The change with the secrets its plug-in makes itself. */
async function filled({ plugin, settings }: LoadedInbox, input: ChangedInbox): Promise<ChangedInbox> {
  if (!input.settings || !plugin.fill) return input;
  // A secret that is handed back as `true` stays as it is.
  const said = Object.entries(input.settings).filter(
    ([name, value]) => !(value === true && typeof settings[name] === 'string'),
  );
  const own = await plugin.fill({ ...settings, ...Object.fromEntries(said) } as Settings);
  return { ...input, settings: { ...input.settings, ...own } };
}

type Plan = { row: InboxRow; plugin: ChannelPlugin; settings: NextSettings | null; routes: RouteKey[] };

/** The settings after the change, and the keys that belong to them. */
function planned(ctx: Pick<Ctx, 'ports'>, row: InboxRow, input: ChangedInbox): Plan {
  if (row.archivedAt && (input.settings || input.active !== undefined))
    throw conflict('This inbox is archived. Restore it first.');
  const plugin = found(ctx.ports.channels.get(row.channel), 'inbox');
  const standing = { open: row.settings, secretNames: new Set(Object.keys(row.secrets)) };
  const settings = input.settings ? nextSettings(plugin.manifest, input.settings, standing) : null;
  const routes = row.archivedAt ? [] : routesOf(plugin, row.routeKey, settings?.open ?? row.settings);
  return { row, plugin, settings, routes };
}

async function save(
  ctx: Ctx,
  input: ChangedInbox,
): Promise<{ routes: RouteKey[]; active: boolean; reconnect: boolean }> {
  const { row, plugin, settings, routes } = planned(ctx, await holdInbox(ctx, input.id), input);
  if (input.brandId !== undefined) await brandIdOf(ctx, input.brandId);
  await requireHours(ctx, input.hoursId);
  await requireTeam(ctx, input.teamId);
  await requirePerson(ctx, input.ownerId);
  const { id, settings: given, ...rest } = input;
  const next = settings ? { ...settings, address: plugin.addressOf(settings.open) } : undefined;
  await saveInbox(ctx, row, { ...rest, settings: next });
  const what = Object.keys(rest).filter((name) => rest[name as keyof typeof rest] !== undefined);
  const changed = settings?.changed ?? [];
  if (what.length > 0 || changed.length > 0) {
    ctx.emit({ name: 'inbox.changed', facts: { inboxId: id } });
    ctx.audit({
      action: 'inbox.changed',
      subject: { kind: 'inbox', id },
      facts: { what, settings: changed },
    });
  }
  return { routes, active: input.active ?? row.active, reconnect: changed.length > 0 };
}
