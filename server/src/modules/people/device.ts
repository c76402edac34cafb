import type { Call } from '../../kernel/http/route.ts';
import { readCookie, setCookie } from './cookie.ts';

const purpose = 'device';
const payload = (nonce: string, email: string): string => `${nonce} ${email}`;

/**
 * A device that has signed in to this address before carries a signed mark. It has tries of its own, so that strangers
 * who use up an account's tries do not lock its owner out.
 */
export function markDevice(call: Call, email: string): void {
  if (deviceOf(call, email)) return;
  const nonce = call.kernel.ids.key();
  const signature = call.kernel.secrets.sign(purpose, payload(nonce, email));
  setCookie(call, 'meada_device', `${nonce}.${signature}`);
}

/** The device's number when it is marked for this address, else null. */
export function deviceOf(call: Call, email: string): string | null {
  const [nonce, signature] = (readCookie(call.kernel, call.request, 'meada_device') ?? '').split('.');
  if (!nonce || !signature) return null;
  return call.kernel.secrets.verify(purpose, payload(nonce, email), signature) ? nonce : null;
}
