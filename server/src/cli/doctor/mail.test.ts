import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Mail, startMail } from '../../../../simulators/src/mail/index.ts';
import { readConfig } from '../../kernel/config.ts';
import { makeOperatorEgress } from '../../kernel/kernel.ts';
import type { Finding, Patient } from './check.ts';
import { checkMail } from './outside.ts';

/** The house's own sender, asked the way the operator's doctor asks. */
const address = 'sac@loja.test';
let mail: Mail;
let other: Server;
beforeAll(async () => {
  mail = await startMail({ accounts: [{ address, password: 'segredo & cia' }] });
  other = createServer((socket) => socket.end('SSH-2.0-other\r\n')).listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
});
afterAll(async () => {
  await mail.stop();
  await new Promise((resolve) => other.close(resolve));
});

async function asked(url: string | null): Promise<Finding | undefined> {
  const config = readConfig(url ? { SMTP_URL: url, MAIL_FROM: address } : {});
  const egress = makeOperatorEgress(config);
  try {
    const [finding] = await checkMail({ config, egress } as Patient);
    return finding;
  } finally {
    await egress.close();
  }
}
const at = (user: string, password: string): string =>
  `smtp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${mail.smtp.host}:${mail.smtp.port}`;

it('signs in at the server that takes the mail, and sends nothing', async () => {
  expect(await asked(at(address, 'segredo & cia'))).toEqual({
    name: 'mail',
    state: 'ok',
    text: `${mail.smtp.host} takes mail of ${address}.`,
  });
  expect(await asked(`smtp://${mail.smtp.host}:${mail.smtp.port}`)).toMatchObject({ state: 'ok' });
  expect(await mail.mailbox(address)).toEqual([]);
});

it('says in one line what is wrong, and never the password', async () => {
  const wrong = await asked(at(address, 'errada & longa'));
  expect(wrong).toMatchObject({ state: 'fault', text: expect.stringContaining('535') });
  expect(wrong?.text).not.toMatch(/errada|longa|\n/);
  const { port } = other.address() as { port: number };
  expect(await asked(`smtp://127.0.0.1:${port}`)).toMatchObject({
    state: 'fault',
    text: expect.stringContaining('does not take mail'),
  });
  expect(await asked('smtp://127.0.0.1:1')).toMatchObject({ state: 'fault' });
  expect(await asked(null)).toMatchObject({ state: 'notice', text: expect.stringContaining('SMTP_URL') });
});
