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

/** Sets a cookie for this host only, out of reach of scripts. */
export function setCookie(site: Site, reply: FastifyReply, name: Name, value: string): void {
  addCookie(site, reply, name, value, ageS[name]);
}

/** Takes the session's cookie back. */
export function clearSessionCookie(site: Site, reply: FastifyReply): void {
  addCookie(site, reply, 'meada', '', 0);
}

function addCookie(site: Site, reply: FastifyReply, name: Name, value: string, seconds: number): void {
  const parts = [
    `${nameOn(site, name)}=${value}`,
    'Path=/',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Lax',
  ];
  if (secure(site)) parts.push('Secure');
  const line = parts.join('; ');
  const there = reply.getHeader('set-cookie');
  reply.header('set-cookie', Array.isArray(there) ? [...there, line] : there ? [String(there), line] : line);
}
