import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { receive } from '../../inboxes/index.ts';
import { addInbox, addPerson, type Desk, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { ingestOrganisation } from './worker.ts';

/** Whose word counts when a message is handed on. */
let desk: Desk;
let inboxId: string;
let colleague: string;
beforeAll(async () => {
  const letter = paperChannel('letter', { subject: true });
  const kind = letter.manifest.identityKinds[0];
  if (!kind) throw new Error('paper has an identity kind');
  const free = {
    ...kind,
    canonical: (value: string) => value,
    matchKey: (value: string) => `paper:${value}`,
  };
  desk = await openDesk([{ ...letter, manifest: { ...letter.manifest, identityKinds: [free] } }]);
  inboxId = await addInbox(desk, 'letter');
  const person = await addPerson(desk, { name: 'Bia', role: 'agent', visibility: 'all' });
  colleague = `${person.id}@example.com`;
});
afterAll(() => desk?.close());

const author = { kind: 'phone', value: 'ana@cliente.example', name: 'Ana' };
const forward = (from: string, more: Partial<InboundMessage> = {}, trusted = false): InboundMessage => ({
  kind: 'message',
  externalId: randomUUID(),
  at: desk.clock.now().toISOString(),
  from: { kind: 'phone', value: from },
  proof: 'dmarc',
  subject: 'Fwd: Pedido',
  content: { v: 1, kind: 'text', text: 'vejam\n\nDe: Ana' },
  forwarded: { author, trusted, subject: 'Pedido', text: 'Cadê meu pedido?' },
  ...more,
});

async function arrive(item: InboundMessage) {
  const body = new TextEncoder().encode(JSON.stringify([item]));
  const arrival = { externalId: item.externalId, body, headers: {}, facts: {} };
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [arrival]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
  const { rows } = await desk.as(null, (ctx) =>
    ctx.client.query(
      `SELECT i.value, i.verified_at, c.subject, m.content->>'text' AS text, m.facts, m.facts->>'forwardedBy' AS by,
         (SELECT count(*)::int FROM participants p WHERE p.conversation_id = c.id) AS participants
       FROM external_ids x JOIN messages m ON m.id = x.message_id JOIN conversations c ON c.id = m.conversation_id
       JOIN identities i ON i.id = m.author_id WHERE x.external_id = $1`,
      [item.externalId],
    ),
  );
  return rows[0];
}

const asAuthor = { value: author.value, verified_at: null, subject: 'Pedido', text: 'Cadê meu pedido?' };

it('a person of the firm hands a customer on: it is the customer’s conversation, unproven', async () => {
  expect(await arrive(forward(colleague))).toMatchObject({ ...asAuthor, by: colleague, participants: 1 });
});

it('an author whose own signature holds is proven, and the colleague’s proof is not theirs', async () => {
  const facts = { verifiedBy: 'dmarc', dmarc: 'pass' };
  const said = { author, trusted: false, subject: 'Pedido', text: 'oi' };
  const bare = await arrive(forward(colleague, { facts, forwarded: said }));
  expect([bare?.verified_at, bare?.facts.verifiedBy, bare?.facts.dmarc]).toEqual([
    null,
    undefined,
    undefined,
  ]);
  const signed = await arrive(
    forward(colleague, {
      facts,
      forwarded: { ...said, author: { ...author, value: 'lia@cliente.example' }, proof: 'dkim_aligned' },
    }),
  );
  expect(signed?.verified_at).not.toBeNull();
  expect(signed?.facts.verifiedBy).toBe('dkim_aligned');
});

it('whom the settings name may, too', async () => {
  expect(await arrive(forward('antigo@loja.example', {}, true))).toMatchObject(asAuthor);
});

it.each([
  ['a stranger', () => forward('mallory@fora.example')],
  ['somebody who only says to be a colleague', () => forward(colleague, { proof: 'none' })],
  ['a named forwarder who is not proven', () => forward('antigo@loja.example', { proof: 'none' }, true)],
])('%s speaks for nobody else', async (_, item) => {
  const sent = item();
  expect(await arrive(sent)).toMatchObject({ value: sent.from.value, by: null });
});
