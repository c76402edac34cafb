import { createHmac, timingSafeEqual } from 'node:crypto';

/** Standard Webhooks 1.0.0, as a customer of Meada would write it down from the documentation. */

const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

export function sign(secret: string, signed: { id: string; at: Date; body: string }): Record<string, string> {
  const timestamp = String(Math.floor(signed.at.getTime() / 1000));
  const mac = createHmac('sha256', keyOf(secret)).update(`${signed.id}.${timestamp}.${signed.body}`);
  return {
    'webhook-id': signed.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac.digest('base64')}`,
  };
}

/** Whether one of the signatures is right and not older than five minutes. */
export function isSigned(
  secret: string,
  request: { headers: Record<string, unknown>; body: string },
  now: Date,
): boolean {
  const id = String(request.headers['webhook-id'] ?? '');
  const at = new Date(Number(request.headers['webhook-timestamp']) * 1000);
  if (!(Math.abs(now.getTime() - at.getTime()) <= 300_000)) return false;
  const expected = Buffer.from(sign(secret, { id, at, body: request.body })['webhook-signature'] ?? '');
  return String(request.headers['webhook-signature'] ?? '')
    .split(' ')
    .map((one) => Buffer.from(one))
    .some((one) => one.length === expected.length && timingSafeEqual(one, expected));
}
