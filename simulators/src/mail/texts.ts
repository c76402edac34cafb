/** Mails the far side's machines write: non-delivery and vacation. */

const crlf = (lines: string[]) => Buffer.from(`${lines.join('\r\n')}\r\n`);

type Failure = {
  recipient: string;
  to: string;
  status: string;
  words: string;
  original: Buffer;
  id: string;
};

/** A report in the form of RFC 3464, as a well-behaved server writes it. */
export function nonDelivery({ recipient, to, status, words, original, id }: Failure): Buffer {
  const boundary = `report-${id}`;
  const end = original.indexOf('\r\n\r\n');
  return crlf([
    'Return-Path: <>',
    'From: Mail Delivery System <MAILER-DAEMON@mail.simulator>',
    `To: <${to}>`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${id}@mail.simulator>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Your message could not be delivered.',
    '',
    `<${recipient}>: ${words}`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.simulator',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${words}`,
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    original.subarray(0, end < 0 ? original.length : end).toString('latin1'),
    '',
    `--${boundary}--`,
  ]);
}

type Vacation = {
  from: string;
  to: string;
  text: string;
  subject: string;
  answers: string;
  id: string;
};

/** The answer of somebody who is away (RFC 3834). */
export function vacation({ from, to, text, subject, answers, id }: Vacation): Buffer {
  return crlf([
    'Return-Path: <>',
    `From: <${from}>`,
    `To: <${to}>`,
    `Subject: Resposta automática: ${subject.replace(/[\r\n]+/g, ' ')}`.replace(
      /[^\x20-\x7e]/g,
      (letter) => `=?utf-8?B?${Buffer.from(letter).toString('base64')}?=`,
    ),
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${id}@mail.simulator>`,
    ...(answers ? [`In-Reply-To: ${answers}`, `References: ${answers}`] : []),
    'Auto-Submitted: auto-replied',
    'Precedence: bulk',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(text).toString('base64'),
  ]);
}
