import type { ChannelManifest } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import type { PlaceWay } from '@meada/contract/routes/chat-waits';
import type { WaitSettings } from '@meada/contract/routing';
import type { Ctx } from '../../../kernel/ctx.ts';

/** Ways on which the firm can write to who waits elsewhere, when it is their turn. */

type Inbox = { id: string; channel: string };
export type Way = Inbox & { manifest: ChannelManifest; asks: PlaceWay['asks']; kind: string };

/** Addresses of the two sorts people know by heart; by them it is seen which kind of identity a channel sends to. */
const known = { phone: ['+5541988887777', 'tel:'], email: ['ana@cliente.example', 'email:'] } as const;

/** What the channel asks for and the kind of identity that becomes; null: nothing people could type. Pure. */
export function askedBy({ identityKinds }: ChannelManifest): Pick<Way, 'asks' | 'kind'> | null {
  for (const asks of ['phone', 'email'] as const) {
    const [sample, space] = known[asks];
    for (const { kind, canonical, matchKey, anonymous } of identityKinds) {
      const read = anonymous ? null : canonical(sample);
      if (read !== null && matchKey(read).startsWith(space)) return { asks, kind };
    }
  }
  return null;
}

/** Whether the firm may begin there: by free text, or by a template where that needs a window. Pure. */
function mayBegin(
  { id }: Inbox,
  { capabilities }: ChannelManifest,
  { keepOver, templates }: WaitSettings,
): boolean {
  if (!capabilities.startsConversation || !capabilities.sends.includes('text')) return false;
  if (keepOver.length > 0 && !keepOver.includes(id)) return false;
  return capabilities.windowHours === null || templates.some(({ wayInboxId }) => wayInboxId === id);
}

/** The ways a queue offers, one for each sort of address, by its own order of inboxes, else those that are read at once first. */
export async function placeWays(ctx: Ctx, settings: WaitSettings): Promise<Way[]> {
  if (!settings.keep) return [];
  const inboxes = await ctx.db
    .selectFrom('inboxes')
    .select(['id', 'channel'])
    .where('org_id', '=', ctx.orgId)
    .where('active', '=', true)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const rank = ({ id, channel }: Inbox): number => {
    const quick = ctx.ports.channels.get(channel)?.manifest.capabilities.class === 'real_time';
    return settings.keepOver.indexOf(id) * 2 + (quick ? 0 : 1);
  };
  const ways = inboxes
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((inbox): Way[] => {
      const manifest = ctx.ports.channels.get(inbox.channel)?.manifest;
      const asked = manifest && mayBegin(inbox, manifest, settings) ? askedBy(manifest) : null;
      return manifest && asked ? [{ ...inbox, manifest, ...asked }] : [];
    });
  // Two providers of one service are one way to a customer.
  return ways.filter(({ kind }, nth) => ways.findIndex((one) => one.kind === kind) === nth);
}

/** What people call a channel: by whom the firm gets it is none of their business. */
export const wayName = ({ name, id }: ChannelManifest, locale: Locale): string =>
  (name[locale] ?? id).replace(/\s*\([^)]*\)$/, '');

export const shownWay = ({ id, channel, manifest, asks }: Way, locale: Locale): PlaceWay => ({
  ...{ inboxId: id, channel, asks, icon: `/api/channels/${channel}/icon.svg` },
  name: wayName(manifest, locale),
});
