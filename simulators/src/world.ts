import { createServer } from 'node:net';
import { inboxOf as mailInbox } from './mail/inbox.ts';
import { startMail } from './mail/index.ts';
import { mailPhone } from './mail/phone.ts';
import { startPhone } from './phone/server.ts';
import { askedServices, platforms } from './registry.ts';
import { scenes } from './scenes.ts';
import { inboxOf as telegramInbox } from './telegram/inbox.ts';
import { startTelegram } from './telegram/index.ts';
import { telegramPhone } from './telegram/phone.ts';
import { inboxOf as whatsappInbox } from './whatsapp/inbox.ts';
import { startWhatsapp } from './whatsapp/index.ts';
import { whatsappPhone } from './whatsapp/phone.ts';

/** The mailbox the demo shop signs in to. */
const shopMailbox = { address: 'loja@demo.example', password: 'simulator', name: 'Empório Fio & Meada' };

/**
 * Starts the outside world on this machine: every platform and the page "the customer's phone". With a port, each
 * service keeps a port of its own beside it, so that the settings of an inbox outlive a restart; 0 takes free ones.
 */
export async function startWorld({ port }: { port: number }) {
  const beside = async (step: number) => (port === 0 ? 0 : await freeOr(port + step));
  const whatsapp = await startWhatsapp({ port: await beside(1) });
  const telegram = await startTelegram({ port: await beside(2) });
  const mail = await startShopMail(beside);
  const others = await startRegistered((index) => beside(20 + index));
  const asked = await startAsked((index) => beside(50 + index));
  const every = [whatsapp, telegram, mail, ...others, ...asked];
  const apps = [
    ...[whatsappPhone(whatsapp), telegramPhone(telegram), mailPhone(mail, [shopMailbox])],
    ...others.map((one) => one.app),
  ];
  const phone = await startPhone(apps, { port });
  const linkOf = (id: string) => `${phone.url}/${apps.find((app) => app.id === id)?.link}`;
  return {
    ready: {
      ready: true,
      url: phone.url,
      services: {
        whatsapp: whatsapp.url,
        telegram: telegram.url,
        smtp: address(mail.smtp),
        imap: address(mail.imap),
        ...Object.fromEntries([...others, ...asked].map((one) => [one.name, one.url])),
        oauth: mail.oauth.url,
      },
      /** For the installation's OAUTH_CLIENTS: "sign in with …" leads here. */
      oauthClients: mail.oauth.clients,
      allow: [...every.flatMap((one) => one.allow), new URL(phone.url).host],
      /** What the demo's inboxes are set up with; worthless outside this machine. */
      inboxes: [
        whatsappInbox(whatsapp, linkOf('whatsapp')),
        telegramInbox(telegram.url, linkOf('telegram')),
        mailInbox(mail, shopMailbox),
        ...others.flatMap((one) => one.inboxes(linkOf(one.app.id))),
      ],
      scenes: [...scenes, ...others.flatMap((one) => one.scenes ?? [])],
      /** Bases of the deep links that open the page's apps. */
      links: Object.fromEntries(apps.map((app) => [app.id, linkOf(app.id)])),
    },
    mail,
    telegram,
    whatsapp,
    stop: () => stopAll([phone, ...every]),
  };
}

const address = ({ host, port }: { host: string; port: number }): string => `${host}:${port}`;

const startShopMail = async (beside: (step: number) => Promise<number>) =>
  startMail({
    smtpPort: await beside(3),
    imapPort: await beside(4),
    oauthPort: await beside(19),
    accounts: [shopMailbox],
  });

/** Everything in the registry, each on a port by its place there. */
const startRegistered = (portOf: (index: number) => Promise<number>) =>
  Promise.all(
    platforms.map(async ({ name, start }, index) => ({ name, ...(await start(await portOf(index))) })),
  );

/** Services that are only asked, beside the platforms. */
const startAsked = (portOf: (index: number) => Promise<number>) =>
  Promise.all(
    askedServices.map(async ({ name, start }, index) => {
      const running = await start({ port: await portOf(index) });
      return { name, ...running, allow: [running.host] };
    }),
  );

async function stopAll(all: { stop(): Promise<void> }[]): Promise<void> {
  await Promise.all(all.map((one) => one.stop()));
}

/** The port when nobody has it, else 0. */
function freeOr(port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(port)));
  });
}

export type World = Awaited<ReturnType<typeof startWorld>>;
