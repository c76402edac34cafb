import { createHmac } from 'node:crypto';
import { secret } from './shop.ts';

export type Pushed = { id: string; sender: string; text: string };

/** Hands messages in at the webhook in one signed request. */
export async function push(address: string, messages: readonly Pushed[]): Promise<void> {
  const at = new Date().toISOString();
  const items = messages.map(({ id, sender, text }) => ({
    kind: 'message',
    externalId: id,
    at,
    from: { id: sender, name: sender },
    text,
  }));
  const id = messages[0]?.id ?? '';
  const body = JSON.stringify({ items });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
  const answer = await fetch(address, { method: 'POST', headers, body });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
}
