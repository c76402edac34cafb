import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Kernel } from '../../kernel/ctx.ts';

/**
 * The two cookies of the desk: the session, and the mark of a device on which an address has signed in before. On https
 * both carry the `__Host-` prefix: no other host of the domain can set them. Their values stand nowhere else: not in an
 * address, not in a log, not in a body (LESSONS 6).
 */
type Site = Pick<Kernel, 'publicUrl'>;
type Name = 'meada' | 'meada_device';

const secure = (site: Site): boolean => site.publicUrl.startsWith('https:');
const nameOn = (site: Site, name: Name): string => (secure(site) ? `__Host-${name}` : name);
const dayS = 24 * 60 * 60;
const ageS: Record<Name, number> = { meada: 90 * dayS, meada_device: 365 * dayS };

/** Value of a cookie, or null. Of two with one name the first counts; a value that is no token of ours is none. */
export function readCookie(site: Site, request: FastifyRequest, name: Name): string | null {
  const wanted = `${nameOn(site, name)}=`;
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const text = part.trim();
    if (!text.startsWith(wanted)) continue;
    const value = text.slice(wanted.length);
    return /^[\w.-]{20,200}$/.test(value) ? value : null;
  }
  return null;
}

/** The call whose answer carries the cookie. */
type Answering = { kernel: Site; reply: FastifyReply };

/** Sets a cookie for this host only, out of reach of scripts. */
export const setCookie = (call: Answering, name: Name, value: string): void =>
  addCookie(call, { name, value, seconds: ageS[name] });

/** Takes the session's cookie back. */
export const clearSessionCookie = (call: Answering): void =>
  addCookie(call, { name: 'meada', value: '', seconds: 0 });

function addCookie(
  { kernel, reply }: Answering,
  { name, value, seconds }: { name: Name; value: string; seconds: number },
): void {
  const parts = [`${nameOn(kernel, name)}=${value}`, 'Path=/', `Max-Age=${seconds}`];
  parts.push('HttpOnly', 'SameSite=Lax');
  if (secure(kernel)) parts.push('Secure');
  const line = parts.join('; ');
  const there = reply.getHeader('set-cookie');
  reply.header('set-cookie', Array.isArray(there) ? [...there, line] : there ? [String(there), line] : line);
}
