import type { Locale } from '@meada/contract/primitives';
import type { SiteButton, SiteConfig } from '@meada/contract/routes/site';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { type LoadedInbox, loadInboxes } from '../../../modules/inboxes/index.ts';
import { zoneOf } from '../../../modules/organisations/index.ts';
import { formEntry, type Look, lookOf } from './settings.ts';
import { slotsOf, soonOf } from './slots.ts';

const buttonsAtMost = 12;

/** What a page shows of an inbox: read by everybody, so nothing but names, pictures and public addresses. */
export async function siteOf(kernel: Kernel, inbox: LoadedInbox, locale: Locale): Promise<SiteConfig> {
  const look = lookOf(inbox.settings, inbox.name, locale);
  const { inboxes, timeZone } = await inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => ({
    inboxes: await loadInboxes(ctx, ctx.db),
    timeZone: await zoneOf(ctx),
  }));
  const buttons = buttonsOf(
    look,
    inboxes.filter((one) => one.active && one.id !== inbox.id),
    locale,
  );
  const now = kernel.clock.now();
  const zone = inbox.hours?.timeZone ?? timeZone;
  const promise = { minutes: look.promiseMinutes, timeZone: zone };
  return {
    name: look.name,
    colour: look.colour,
    position: look.position,
    locale,
    buttons,
    callback: buttons.some((button) => button.kind === 'callback')
      ? {
          title: look.title,
          text: look.text,
          consent: look.consent,
          subjects: look.subjects,
          soon: soonOf(inbox.hours, now, promise).toISOString(),
          slots: slotsOf(inbox.hours, now, zone),
          timeZone: zone,
        }
      : null,
  };
}

/** The firm's own choice and order, else everything that can be reached, the form last. */
function buttonsOf(look: Look, inboxes: LoadedInbox[], locale: Locale): SiteButton[] {
  const chosen = look.buttons.length > 0 ? look.buttons : [...inboxes.map((one) => one.id), formEntry];
  const own = chosen.flatMap((entry) => {
    if (entry === formEntry) return [formButton(look)];
    const inbox = inboxes.find((one) => one.id === entry);
    return inbox ? (buttonTo(inbox, look, locale) ?? []) : [];
  });
  const links = look.links.map(({ label, href }) => ({ ...bare, kind: 'link' as const, label, href }));
  return [...own, ...links].slice(0, buttonsAtMost);
}

const bare = { icon: null, href: null, chatKey: null };
const formButton = (look: Look): SiteButton => ({ ...bare, kind: 'callback', label: look.title });

function buttonTo(inbox: LoadedInbox, look: Look, locale: Locale): SiteButton | null {
  const { manifest, publicLink } = inbox.plugin;
  const icon = `/api/channels/${encodeURIComponent(inbox.channel)}/icon.svg`;
  const label = manifest.name[locale];
  if (manifest.capabilities.embeds === 'chat')
    return { kind: 'chat', label, icon, href: null, chatKey: inbox.routeKey };
  const href = publicLink?.(inbox.settings, look.words) ?? null;
  return href && /^(https?|mailto|sms|tel):/.test(href)
    ? { kind: 'link', label, icon, href, chatKey: null }
    : null;
}
