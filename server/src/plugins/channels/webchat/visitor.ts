import type { FastifyRequest } from 'fastify';
import { type CustomerActor, systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { visitorKind } from './identities.ts';

/**
 * Visitor tokens: `<org>.<inbox>.<visitor>.<day>.<site user>.<signature>`, ids in base64url. They name one browser and
 * prove no human; signed, so nobody can make one up, and worth nothing after 60 days of silence. The site user is there
 * only when the site's own signature vouched for them.
 */
export type Visitor = { orgId: string; inboxId: string; visitorId: string; siteUser: SiteUser | null };
export type SiteUser = { base: string; id: string; name?: string };

const daysAtMost = 60;
const dayMs = 86_400_000;

const pack = (uuid: string): string => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');

function unpack(text: string): string | null {
  const hex = Buffer.from(text, 'base64url').toString('hex');
  return hex.length === 32 ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null;
}

const today = (kernel: Kernel): number => Math.floor(kernel.clock.now().getTime() / dayMs);

/** A token for a visitor, good from today. */
export function visitorToken(kernel: Kernel, visitor: Omit<Visitor, 'day'>): string {
  const body = [
    pack(visitor.orgId),
    pack(visitor.inboxId),
    pack(visitor.visitorId),
    today(kernel).toString(36),
    visitor.siteUser ? Buffer.from(JSON.stringify(visitor.siteUser)).toString('base64url') : '',
  ].join('.');
  return `${body}.${kernel.secrets.sign('visitor', body)}`;
}

/** The visitor of a token, or null when it is not ours or too old. */
export function readVisitorToken(kernel: Kernel, token: string): Visitor | null {
  const parts = token.split('.');
  const [org, inbox, visitor, day, user, signature] = parts;
  if (parts.length !== 6 || !org || !inbox || !visitor || !day || !signature) return null;
  if (!kernel.secrets.verify('visitor', parts.slice(0, 5).join('.'), signature)) return null;
  const [orgId, inboxId, visitorId] = [unpack(org), unpack(inbox), unpack(visitor)];
  if (!orgId || !inboxId || !visitorId || today(kernel) - Number.parseInt(day, 36) > daysAtMost) return null;
  // Signed by us above: its form is what `visitorToken` wrote.
  const siteUser = user ? (JSON.parse(Buffer.from(user, 'base64url').toString('utf8')) as SiteUser) : null;
  return { orgId, inboxId, visitorId, siteUser };
}

/** `Authorization: Bearer <token>`, or the socket's subprotocol `meada.<token>`. */
export function tokenOf(request: FastifyRequest): string | null {
  const bearer = /^Bearer (\S{20,1500})$/.exec(request.headers.authorization ?? '')?.[1];
  const protocols = request.headers['sec-websocket-protocol']?.split(',').map((text) => text.trim());
  return bearer ?? protocols?.find((text) => text.startsWith('meada.'))?.slice('meada.'.length) ?? null;
}

/** The visitor of a request as an actor, or null. */
export async function authenticateVisitor(
  kernel: Kernel,
  request: FastifyRequest,
): Promise<CustomerActor | null> {
  const token = tokenOf(request);
  const visitor = token ? readVisitorToken(kernel, token) : null;
  return visitor ? visitorActor(kernel, visitor) : null;
}

/** The actor of a visitor, with the identity the first message made. */
export function visitorActor(kernel: Kernel, visitor: Visitor): Promise<CustomerActor> {
  return inTransaction(kernel, systemActor(visitor.orgId), async (ctx) => {
    const row = await ctx.db
      .selectFrom('identities')
      .select('id')
      .where('match_key', '=', `visitor:${visitor.visitorId}`)
      .where('kind', '=', visitorKind)
      .executeTakeFirst();
    return {
      kind: 'customer',
      id: visitor.visitorId,
      orgId: visitor.orgId,
      identityId: row?.id ?? null,
      inboxId: visitor.inboxId,
    };
  });
}
