import { afterAll, beforeAll, expect, it } from 'vitest';
import { sealAudit, verifyAudit } from '../organisations/index.ts';
import { type House, openHouse, password } from './testing.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ mailless: true });
});
afterAll(() => house.close());

const next = 'another long password';

type Entry = {
  id: string;
  action: string;
  actor: { kind: string; id: string | null; name: string | null };
  subject: { kind: string; id: string } | null;
  facts: Record<string, unknown>;
  sealed: boolean;
};

/** Every kind of change once; answers who did them and the words that must not be found afterwards. */
async function changeEverything() {
  const { browser, orgId, ownerId, email } = await house.found('Alfa');
  const invite = (address: string) =>
    browser.ok('POST', '/api/people/invitations', { email: address, role: 'agent' });
  const invited = await invite('bia.souza@alfa.example');
  // No sender is configured: the link is there to be copied.
  expect(invited.mailed).toBe(false);
  const token = String(invited.link).split('/').at(-1) ?? '';
  const agent = house.browser();
  const joined = await agent.ok('POST', '/api/invitations/accept', { token, name: 'Bia Souza', password });
  const agentId: string = joined.me.personId;
  const open = await invite('rui@alfa.example');
  await browser.ok('DELETE', `/api/people/invitations/${open.invitation.id}`);
  const team = await browser.ok('POST', '/api/teams', { name: 'Sales', memberIds: [agentId] });
  await browser.ok('PUT', `/api/teams/${team.id}`, { name: 'Shop', memberIds: [] });
  await browser.ok('DELETE', `/api/teams/${team.id}`);
  await browser.ok('PUT', '/api/roles/agent', { permissions: ['people.read'] });
  const { key, secret } = await browser.ok('POST', '/api/keys', { name: 'Till', scopes: ['people.read'] });
  await browser.ok('DELETE', `/api/keys/${key.id}`);
  await browser.ok('PATCH', '/api/organisation', { name: 'Alfa & Co' });
  await agent.ok('PATCH', '/api/session/profile', { name: 'Beatriz' });
  const { link } = await browser.ok('POST', `/api/people/${agentId}/reset-link`);
  const ticket = String(link).split('/').at(-1) ?? '';
  await house.browser().ok('PUT', '/api/session/reset', { token: ticket, password: next });
  await browser.ok('PATCH', `/api/people/${agentId}`, { role: 'supervisor', active: false });
  await browser.ok('PUT', '/api/session/password', { current: password, next });
  const words = ['alfa.example', 'Bia', 'Beatriz', 'Alfa', 'Till', 'Sales', '127.0.0.1'];
  return {
    browser,
    orgId,
    ownerId,
    agentId,
    hidden: [...words, password, next, secret, token, ticket, email],
  };
}

it('every change stands in the audit trail with who did it', async () => {
  const { browser, orgId, ownerId, agentId, hidden } = await changeEverything();
  const trail: Entry[] = (await browser.ok('GET', '/api/audit?limit=200')).items;
  const by = trail.map((entry) => [entry.action, entry.actor.id]).reverse();
  expect(by).toEqual([
    ['organisation.created', null],
    ['person.created', null],
    ['session.started', ownerId],
    ['person.invited', ownerId],
    ['invitation.accepted', agentId],
    ['session.started', agentId],
    ['person.invited', ownerId],
    ['invitation.revoked', ownerId],
    ['team.created', ownerId],
    ['team.changed', ownerId],
    ['team.deleted', ownerId],
    ['role.changed', ownerId],
    ['key.created', ownerId],
    ['key.revoked', ownerId],
    ['organisation.changed', ownerId],
    ['person.changed', agentId],
    ['password.link_made', ownerId],
    ['password.reset', agentId],
    ['person.changed', ownerId],
    ['password.changed', ownerId],
  ]);
  expect(trail.find((entry) => entry.action === 'role.changed')?.facts).toMatchObject({ added: [] });
  // No secrets, no personal content: neither here nor in the log of events.
  const rows = await house.kernel.database.inOrg(orgId, async (db) => [
    await db.selectFrom('audit_entries').selectAll().execute(),
    await db.selectFrom('events').selectAll().execute(),
  ]);
  for (const value of hidden) expect(JSON.stringify(rows), value).not.toContain(value);
});

it('the trail is read page by page, newest first, and shows what is sealed', async () => {
  const { browser, orgId } = await house.found('Beta');
  for (let count = 0; count < 6; count++)
    await browser.ok('PATCH', '/api/organisation', { name: `Beta ${count}` });
  const sealed = await sealAudit(house.kernel, orgId);
  await browser.ok('PATCH', '/api/organisation', { name: 'Beta' });
  const entries: Entry[] = [];
  let cursor = '';
  for (;;) {
    const page = await browser.ok('GET', `/api/audit?limit=4${cursor}`);
    entries.push(...page.items);
    if (page.next === null) break;
    cursor = `&cursor=${page.next}`;
  }
  expect(entries).toHaveLength(sealed + 1);
  expect(new Set(entries.map((entry) => entry.id)).size).toBe(sealed + 1);
  expect(entries.map((entry) => entry.sealed)).toEqual([false, ...Array(sealed).fill(true)]);
  expect(entries[0]).toMatchObject({
    actor: { kind: 'person', name: 'Owner of Beta' },
    facts: { fields: ['name'] },
  });
  expect((await browser.call('GET', '/api/audit?cursor=1;drop')).status).toBe(400);
  expect(await verifyAudit(house.kernel, orgId)).toMatchObject({ ok: true });
});

it('without a sender of mail a reset makes no ticket, and the answer is the same', async () => {
  const { email } = await house.found('Gama');
  const answer = await house.browser().call('POST', '/api/session/reset', { email });
  expect(answer.body).toEqual({ ok: true });
  // The line of work behind the answer is short; a second call through the same pool comes after it.
  await house.browser().call('POST', '/api/session', { email, password });
  const rows = await house.kernel.database.asSystem((db) =>
    db.selectFrom('sign_in_tickets').selectAll().execute(),
  );
  expect(rows).toEqual([]);
});
