import { expect, it } from 'vitest';
import { parse } from './parse.ts';
import { receiptOf, settings } from './testing.ts';

/** Feedback reports in the shapes providers give them; all made up. */
const ours = '<m.tok.0123456789abcdef0123456789abcdef@loja.test>';
const report = (fields: string[], original = `Message-ID: ${ours}`) =>
  [
    'From: <abuse@provedor.test>',
    'To: sac@loja.test',
    'Subject: Email Feedback Report',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    ...fields,
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    original,
    'From: sac@loja.test',
    'Subject: Novidades',
    '',
    'Oi',
    '--b--',
  ].join('\r\n');
const read = async (mail: string) =>
  parse(receiptOf(new Uint8Array(Buffer.from(mail, 'latin1'))), { ...settings, address: 'sac@loja.test' });

it.each([
  ['with the receiver', ['Feedback-Type: abuse', 'Original-Rcpt-To: <ana@cliente.test>'], 'ana@cliente.test'],
  [
    'who asks to be taken out',
    ['Feedback-Type: opt-out', 'Removal-Recipient: ana@cliente.test'],
    'ana@cliente.test',
  ],
  ['with the receiver taken out', ['Feedback-Type: abuse', 'Original-Rcpt-To: redacted@'], undefined],
  ['without a word of whom', ['Feedback-Type: fraud'], undefined],
])('a complaint %s', async (_name, fields, value) => {
  const [message, status] = await read(report(['User-Agent: FBL/1', 'Version: 1', ...fields]));
  expect(message).toMatchObject({ automatic: 'feedback_report', replyTo: [ours] });
  const complaint = value ? { address: { kind: 'email', value } } : {};
  expect(status).toMatchObject({ kind: 'status', externalId: ours, state: 'delivered', complaint });
});

it.each([['auth-failure'], ['not-spam'], ['virus']])('%s blames nobody', async (type) => {
  expect(await read(report([`Feedback-Type: ${type}`, 'User-Agent: x', 'Version: 1']))).toHaveLength(1);
});

it.each([
  ['no number of the mail', 'X-Nothing: 1'],
  ['a number without an end', `Message-ID: <${'a'.repeat(3000)}`],
])('a report with %s says nothing of anybody', async (_name, original) => {
  const items = await read(report(['Feedback-Type: abuse', 'User-Agent: x'], original));
  expect(items.map((one) => one.kind)).toEqual(['message']);
});
