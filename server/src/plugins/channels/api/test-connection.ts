import { signingKeys } from '../../../kernel/signing.ts';
import type { ChannelIo, ConnectionTest } from '../../../modules/inboxes/port.ts';
import { deliver, deliverUrlOf } from './deliver.ts';

/** The secret is one, and the other system takes a signed `{"type": "test"}`. */
export async function testConnection(io: ChannelIo): Promise<ConnectionTest> {
  const url = deliverUrlOf(io);
  const { secret } = io.settings;
  // By key alone no secret is needed; a wrong one is wrong in any case.
  const needed = url !== null || (typeof secret === 'string' && secret.trim() !== '');
  const steps: ConnectionTest['steps'] = [{ name: 'secret', ok: !needed || signingKeys(secret) !== null }];
  if (url !== null && steps[0]?.ok) steps.push(await tryDeliver(io, url));
  return { ok: steps.every((step) => step.ok), steps };
}

async function tryDeliver(io: ChannelIo, url: string): Promise<ConnectionTest['steps'][number]> {
  const answer = await deliver(io, url, { id: `test_${io.now().getTime()}`, payload: { type: 'test' } });
  if (answer.kind !== 'answered') return { name: 'deliver', ok: false, text: answer.text };
  const ok = answer.status >= 200 && answer.status < 300;
  return { name: 'deliver', ok, ...(!ok && { text: `HTTP ${answer.status}` }) };
}
