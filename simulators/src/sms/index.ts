import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { answers, demoGateway, mountGateway, newGateway } from './gateway.ts';
import { type Change, e164, type Fault, newStore, type SimText } from './store.ts';
import { demoAccount, mountTwilio, newTwilio, post, writes } from './twilio.ts';

export type SmsOptions = {
  port?: number;
  /** Requests a second the big provider takes. */
  perSecond?: number;
};

/** The telephone network with two doors: a large provider's REST API and a small gateway. */
export async function startSms(options: SmsOptions = {}) {
  const store = newStore();
  const twilio = newTwilio(options.perSecond);
  const gateway = newGateway();
  const app = Fastify({ bodyLimit: 1024 * 1024, forceCloseConnections: true });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  mountTwilio(app, { store, twilio });
  mountGateway(app, { store, gateway });
  await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  return {
    url,
    allow: [new URL(url).host],
    account: demoAccount,
    /** What came to the gateway, and how it proves its webhooks. */
    gateway,
    /** What was told by the provider, with the answers. */
    webhooks: twilio.webhooks,
    /** Where the provider was told to send messages to. */
    inboundUrl: () => twilio.number.smsUrl || twilio.service.inboundUrl,
    texts: (phone: string): SimText[] => store.texts.filter((one) => one.phone === e164(phone)),
    media: (id: string) => store.media.get(id),
    /** A telephone writes to the provider's number. */
    writes: (said: Parameters<typeof writes>[2]) => writes({ store, twilio }, url, said),
    /** A telephone answers by the gateway. */
    answers: (said: { phone: string; text: string }) => answers({ store, gateway }, said),
    /** Posts any form as the provider would, signed. */
    post: (hook: string, form: Record<string, string>) => post(twilio, hook, form),
    failNext: (fault: Fault) => void store.faults.push(fault),
    /** The telephone is off, or a landline: the code the provider tells. */
    unreachable: (phone: string, code: number) => void store.dead.set(e164(phone), code),
    /** The provider itself keeps who left. */
    leaves: (phone: string) => void store.left.add(`${demoAccount.number} ${e164(phone)}`),
    onChange: (listener: (change: Change) => void) => void store.listeners.add(listener),
    stop: () => app.close(),
  };
}

export type SmsSimulator = Awaited<ReturnType<typeof startSms>>;
export { demoAccount, demoGateway };
