import { createECDH, randomBytes, randomUUID } from 'node:crypto';

/** What a browser gives that wants to be told: an address nobody has, keys that are some. */
export function browserToTell(): { endpoint: string; p256dh: string; auth: string } {
  const pair = createECDH('prime256v1');
  return {
    endpoint: `https://push.invalid/${randomUUID()}`,
    p256dh: pair.generateKeys().toString('base64url'),
    auth: randomBytes(16).toString('base64url'),
  };
}
