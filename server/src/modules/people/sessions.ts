import type { Me } from '@meada/contract/routes/session';
import { type PersonActor, systemActor } from '../../kernel/actor.ts';
import { type AuditEntry, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/http/route.ts';
import { sameOrigin } from '../../kernel/http/server.ts';
import { tokenHash } from '../../kernel/ids.ts';
import { dropActors } from './actor-cache.ts';
import { loadMember } from './actors.ts';
import { readCookie, setCookie } from './cookie.ts';
import { markDevice } from './device.ts';
import {
  deleteSessions,
  type EndedSession,
  everServed,
  insertSession,
  membershipsOf,
  type NewSession,
  type SessionsToEnd,
  type SignIn,
} from './directory.ts';
import { meOf } from './me.ts';
import { sessionEnd } from './rules.ts';

/** Answer of every way that ends in a session. */
export type SignedIn = { state: 'signed_in'; me: Me };

/** A page of another site must not sign a browser in, not even to an account of its own (LESSONS 17). */
export function refuseOtherSites(call: Call): void {
  if (!sameOrigin(call.kernel, call.request)) {
    throw new Failure('bad_origin', 'This request did not come from the desk.');
  }
}

export const wrongCredentials = (): Failure =>
  new Failure('wrong_credentials', 'The address, the password or the code is not right.');

/**
 * Opens a session with a fresh token, whatever cookie the browser came with: that one's session ends (LESSONS 6). The
 * person enters `orgId`, or the organisation used last. Throws `wrong_credentials` for a person who serves none.
 */
export async function openSession(
  call: Call,
  signIn: SignIn,
  options: { orgId?: string; factor?: boolean } = {},
): Promise<SignedIn> {
  const { kernel } = call;
  const id = kernel.ids.uuid();
  const actor = await enter(kernel, signIn.personId, { sessionId: id, orgId: options.orgId });
  if (!actor) throw wrongCredentials();
  const token = kernel.ids.token();
  const now = kernel.clock.now();
  const former = readCookie(kernel, call.request, 'meada');
  if (former) await endSessions(kernel, { tokenHash: tokenHash(former) });
  const row: NewSession = {
    id,
    token_hash: tokenHash(token),
    person_id: actor.id,
    org_id: actor.orgId,
    address: call.address,
    agent: (call.request.headers['user-agent'] ?? '').slice(0, 300),
    created_at: now,
    seen_at: now,
    expires_at: sessionEnd(now, now),
  };
  const made = await kernel.database.asSystem((db) => insertSession(db, row, signIn.passwordHash));
  if (!made) throw wrongCredentials();
  await inTransaction(kernel, actor, async (ctx) => {
    ctx.audit({ action: 'session.started', facts: { secondFactor: options.factor ?? false } });
  });
  setCookie(call, 'meada', token);
  markDevice(call, signIn.email);
  return { state: 'signed_in', me: await meOf(kernel, actor) };
}

async function enter(
  kernel: Kernel,
  personId: string,
  options: { sessionId: string; orgId?: string },
): Promise<PersonActor | null> {
  const served = await kernel.database.asSystem((db) => membershipsOf(db, personId));
  const candidates = options.orgId ? served.filter(({ id }) => id === options.orgId) : served;
  for (const organisation of candidates) {
    const ref = { id: options.sessionId, person_id: personId, org_id: organisation.id };
    const actor = await loadMember(kernel, ref);
    if (actor) return actor;
  }
  return null;
}

/**
 * Ends sessions, here and in every process. Answers how many ended.
 */
export async function endSessions(kernel: Kernel, which: SessionsToEnd): Promise<number> {
  const ended = await kernel.database.asSystem((db) => deleteSessions(db, which));
  await announceEnded(kernel, ended);
  return ended.length;
}

/**
 * Says that sessions are gone, after their rows are: a socket that checks itself finds nothing. Requests find nothing
 * either, cached or not.
 */
export async function announceEnded(kernel: Kernel, ended: readonly EndedSession[]): Promise<void> {
  for (const { personId, orgId, id: sessionId } of ended) {
    dropActors(kernel, { orgId, personId, sessionId });
    await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      ctx.emit({ name: 'session.ended', facts: { personId, sessionId } });
    });
  }
}

/** The person at work in one of their organisations, where only who it was matters (log and audit). */
export const acting = (orgId: string, personId: string): PersonActor => ({
  kind: 'person',
  id: personId,
  orgId,
  sessionId: '',
  name: '',
  role: 'agent',
  permissions: new Set(),
  visibility: 'assigned',
  teamIds: [],
});

/** Writes one entry into the audit trail of every organisation a person serves: their sign-in is one for all. */
export async function auditEverywhere(kernel: Kernel, personId: string, entry: AuditEntry): Promise<void> {
  const orgIds = await kernel.database.asSystem((db) => everServed(db, personId));
  for (const orgId of orgIds) {
    await inTransaction(kernel, acting(orgId, personId), async (ctx) => ctx.audit(entry));
  }
}
