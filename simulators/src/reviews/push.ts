import { generateKeyPairSync, randomInt, sign } from 'node:crypto';

/** The service account that signs pushes; worthless outside this machine. */
export const pushEmail = 'push@demo.iam.gserviceaccount.example';

/** Pauses (ms) before a push that was not answered with 2xx comes again. */
const pauses = [0, 200, 400, 800, 1600];

/** A topic with one push subscription: each message signed with a token of the provider, and sent again until it is taken. */
export function newPush() {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = String(randomInt(1_000_000));
  const answers: (number | null)[] = [];
  let target = '';
  const deliver = async (body: string): Promise<void> => {
    for (const wait of pauses) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      const authorization = `Bearer ${tokenFor(target, kid, pair.privateKey)}`;
      const headers = { 'content-type': 'application/json', authorization };
      const response = await fetch(target, { method: 'POST', headers, body }).catch(() => null);
      answers.push(response?.status ?? null);
      if (response?.ok) return;
    }
  };
  return {
    certs: { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] },
    /** Status of every attempt. */
    answers,
    to: (url: string): void => {
      target = url;
    },
    publish(data: object): void {
      if (!target) return;
      const messageId = String(randomInt(2 ** 47));
      const message = {
        data: Buffer.from(JSON.stringify(data)).toString('base64'),
        ...{ messageId, message_id: messageId, publishTime: new Date().toISOString() },
      };
      void deliver(JSON.stringify({ message, subscription: 'projects/demo/subscriptions/avaliacoes' }));
    },
  };
}
export type Push = ReturnType<typeof newPush>;

type Key = ReturnType<typeof generateKeyPairSync>['privateKey'];

/** An OpenID token for one address (RS256), valid for an hour. */
function tokenFor(aud: string, kid: string, key: Key): string {
  const at = Math.floor(Date.now() / 1000);
  const claims = { aud, azp: '1137', email: pushEmail, email_verified: true, exp: at + 3600, iat: at };
  const parts = [
    { alg: 'RS256', kid, typ: 'JWT' },
    { ...claims, iss: 'https://accounts.google.com', sub: '1137' },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return [...parts, sign('RSA-SHA256', Buffer.from(parts.join('.')), key).toString('base64url')].join('.');
}
