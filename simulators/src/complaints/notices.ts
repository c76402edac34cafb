import { generateKeyPairSync } from 'node:crypto';
import { createTransport } from 'nodemailer';

/** Domain of the invented site's notices. */
export const noticeDomain = 'avisos.queixa.example';

export type Notice = { subject: string; lines: string[]; html?: boolean };
export type Post = {
  /** The firm's server that takes the notices, and the address it gave to the site. */
  smtp: { host: string; port: number };
  to: string;
};

/** A key of the site's own, and its public half as its domain publishes it. */
export function makeKey(): { privateKey: string; zone: Record<string, string> } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    privateKey,
    zone: {
      [`s1._domainkey.${noticeDomain}`]: `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`,
      '_dmarc.queixa.example': 'v=DMARC1; p=reject',
    },
  };
}

/** Sends a notice as the site does: signed by its domain. `privateKey` null: somebody who only says they are the site. */
export async function sendNotice(post: Post, privateKey: string | null, notice: Notice): Promise<void> {
  const { host, port } = post.smtp;
  const transport = createTransport({ host, port, ignoreTLS: true, name: `mx.${noticeDomain}` });
  const text = `${notice.lines.join('\n')}\n\nEquipe Queixa Aqui\nNão responda a este e-mail.\n`;
  try {
    await transport.sendMail({
      from: { name: 'Queixa Aqui', address: `naoresponda@${noticeDomain}` },
      to: post.to,
      subject: notice.subject,
      text,
      ...(privateKey ? { dkim: { domainName: noticeDomain, keySelector: 's1', privateKey } } : {}),
    });
  } finally {
    transport.close();
  }
}
