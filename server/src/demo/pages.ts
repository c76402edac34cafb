import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Locale } from '@meada/contract/primitives';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { systemActor } from '../kernel/actor.ts';
import { inTransaction, type Kernel } from '../kernel/ctx.ts';
import { type LoadedInbox, loadInboxes } from '../modules/inboxes/index.ts';
import { shopPath as path, sacBrand, shop } from './shop.ts';
import { DemoWorld } from './world.ts';

/** The built public pages: functions from props to HTML. */
type Site = {
  renderShop(props: Record<string, unknown>): string;
  stylesheet: { path: string; text: string };
};

const built = join(import.meta.dirname, '../../../site/dist/site.js');

/** The page may run the chat's script, show its own pictures and nothing else; the phone page may put it in a frame. */
const policyOf = (phone: string | null): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self' ws: wss:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors 'self'${phone ? ` ${new URL(phone).origin}` : ''}`,
  ].join('; ');

/** Mounts the demo shop's public page with the chat on it. Only in the demo. */
export async function mountShop(app: FastifyInstance, kernel: Kernel): Promise<void> {
  if (!existsSync(built)) return;
  const site = (await import(pathToFileURL(built).href)) as Site;
  const world = kernel.config.simulators ? DemoWorld.parse(kernel.config.simulators) : null;
  app.get(site.stylesheet.path, async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(site.stylesheet.text),
  );
  app.get(path, async (request, reply) => {
    const bySac = (request.query as Record<string, unknown>).sac !== undefined;
    const { inboxes, key, buttonsKey } = await shopInboxes(kernel, bySac);
    const locale = localeOf(request);
    const page = site.renderShop({
      locale,
      languages: { 'pt-BR': `${path}?lang=pt-BR`, en: `${path}?lang=en`, es: `${path}?lang=es` },
      widget: key ? { src: '/widget/loader.js', inboxKey: key } : null,
      buttons: buttonsKey ? { src: '/widget/site.js', key: buttonsKey } : null,
      contacts: inboxes
        .filter((inbox) => inbox.plugin.switchLink)
        .map((inbox) => ({
          name: inbox.plugin.manifest.name[locale],
          address: inbox.address,
          href: null,
          icon: null,
        })),
      phoneHref: world ? `${world.url}/?shop=${encodeURIComponent(`${kernel.publicUrl}${path}`)}` : null,
      deskHref: '/',
    });
    return reply
      .type('text/html; charset=utf-8')
      .header('vary', 'accept-language')
      .header('content-security-policy', policyOf(world?.url ?? null))
      .send(page);
  });
}

/** As the link says; without one, the first language the browser asks for that the page has. */
function localeOf(request: FastifyRequest): Locale {
  const asked = Locale.safeParse((request.query as Record<string, unknown>).lang);
  if (asked.success) return asked.data;
  const wanted = String(request.headers['accept-language'] ?? '').toLowerCase();
  const first = wanted
    .split(',')
    .map((one) => one.trim().slice(0, 2))
    .find((one) => one in byLanguage);
  return (first && byLanguage[first]) || 'pt-BR';
}

const byLanguage: Record<string, Locale> = { pt: 'pt-BR', en: 'en', es: 'es' };

type Inboxes = { inboxes: LoadedInbox[]; key: string | null; buttonsKey: string | null };

/** `bySac`: with the chat of the brand that answers by the decree. */
async function shopInboxes(kernel: Kernel, bySac: boolean): Promise<Inboxes> {
  const { orgId, routes } = await kernel.database.asSystem(async (db) => {
    const org = await db
      .selectFrom('organisations')
      .select('id')
      .where('slug', '=', shop.slug)
      .executeTakeFirst();
    const rows = await db
      .selectFrom('inbox_routes')
      .select(['key', 'inbox_id', 'org_id'])
      .where('kind', '=', 'public')
      .execute();
    return { orgId: org?.id ?? null, routes: rows };
  });
  if (!orgId) return { inboxes: [], key: null, buttonsKey: null };
  const inboxes = await inTransaction(kernel, systemActor(orgId), (ctx) => loadInboxes(kernel, ctx.db));
  // The page has the demo's own inboxes that pages embed by a public key.
  const keyOf = (embeds: 'chat' | 'buttons'): string | null => {
    const fitting = inboxes.filter(
      ({ active, plugin: { demo, manifest } }) => active && demo && manifest.capabilities.embeds === embeds,
    );
    const isSac = ({ name }: LoadedInbox) => name === sacBrand.inbox;
    const own = fitting.find((inbox) => isSac(inbox) === (bySac && embeds === 'chat'));
    return routes.find((row) => row.inbox_id === own?.id)?.key ?? null;
  };
  return { inboxes, key: keyOf('chat'), buttonsKey: keyOf('buttons') };
}
