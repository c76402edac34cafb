import { createTransport } from 'nodemailer';
import type { Config } from './config.ts';
import type { Egress } from './egress.ts';

export type SystemMail = { to: string; subject: string; text: string };

/** Sends the house's own mail (invitations, resets) through the configured sender. */
export type Mailer = {
  /** false: no sender is configured, links are given to be copied instead. */
  configured: boolean;
  send(mail: SystemMail): Promise<void>;
};

/** Plain text only: nothing a person typed can become markup (LESSONS 29, 57). Header injection is the library's care. */
export function makeMailer(settings: Config['mail'], egress: Egress): Mailer {
  if (!settings) return { configured: false, send: async () => {} };
  const url = new URL(settings.url);
  const secure = url.protocol === 'smtps:';
  return {
    configured: true,
    send: async (mail) => {
      const to = await egress.resolve(url.hostname, Number(url.port || (secure ? 465 : 587)));
      const transport = createTransport({
        host: to.address,
        port: to.port,
        secure,
        tls: { servername: to.servername },
        ...(url.username
          ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
          : {}),
        connectionTimeout: 10_000,
        socketTimeout: 20_000,
      });
      await transport.sendMail({
        from: settings.from,
        to: mail.to,
        subject: mail.subject.replace(/[\r\n]+/g, ' '),
        text: mail.text,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    },
  };
}
