import { expect, it } from 'vitest';
import { readReceipt, receiptOf } from './testing.ts';

/** Reports and automatic answers in the shapes different servers give them; all texts made up. */
type Shape = { name: string; head: string; text: string; kind: string; reason?: string; hard?: boolean };

const copy =
  '\n\nReturn-Path: <sac@loja.test>\nMessage-ID: <m.tok.0123456789abcdef0123456789abcdef@loja.test>\nFrom: sac@loja.test\nTo: ana@cliente.test\nSubject: Pedido\n\nOi';
const daemon = (subject: string, from = 'Mail Delivery System <mailer-daemon@mx.cliente.test>') =>
  `Return-Path: <>\nFrom: ${from}\nTo: sac@loja.test\nSubject: ${subject}`;
type Told = [name: string, head: [subject: string, from?: string], text: string, why: [string, boolean]];
const bounce = (...[name, [subject, from], text, [reason, hard]]: Told): Shape => ({
  name,
  head: daemon(subject, from),
  text: text + copy,
  kind: 'bounce',
  reason,
  hard,
});

const gone: [string, boolean] = ['user_unknown', true];
const full: [string, boolean] = ['mailbox_full', false];

const shapes: Shape[] = [
  bounce(
    'Exim',
    ['Mail delivery failed: returning message to sender'],
    'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ana@cliente.test\n    SMTP error from remote mail server after RCPT TO:<ana@cliente.test>:\n    550 5.1.1 No such user here',
    gone,
  ),
  bounce(
    'Exim, waiting',
    ['Warning: message 1abcDE-000-00 delayed 24 hours'],
    'A message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.loja.test.\n\n  ana@cliente.test\n\nNo action is required on your part. Delivery attempts will continue.',
    ['expired', false],
  ),
  bounce(
    'qmail',
    ['failure notice'],
    "Hi. This is the qmail-send program at mx.loja.test.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<ana@cliente.test>:\n192.0.2.9 does not like recipient.\nRemote host said: 550 Unknown user",
    gone,
  ),
  bounce(
    'Sendmail',
    ['Returned mail: see transcript for details', 'Mail Delivery Subsystem <MAILER-DAEMON@mx.loja.test>'],
    '   ----- The following addresses had permanent fatal errors -----\n<ana@cliente.test>\n    (reason: 552 5.2.2 Over quota)\n\n   ----- Transcript of session follows -----\n... while talking to mx.cliente.test.:',
    full,
  ),
  bounce(
    'Exchange 2003',
    ['Undeliverable: Pedido', 'System Administrator <postmaster@cliente.test>'],
    'Your message\n\n  To:      ana@cliente.test\n  Subject: Pedido\n\ndid not reach the following recipient(s):\n\nana@cliente.test on Mon, 2 Mar 2026 10:15:00\n    The recipient name is not recognized',
    gone,
  ),
  bounce(
    'Office 365 pt',
    [
      'Não é possível entregar: Pedido',
      'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@loja.test>',
    ],
    'Não foi possível entregar sua mensagem para ana@cliente.test.\n\nana não foi encontrado em cliente.test.\n\n550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    gone,
  ),
  bounce(
    'Gmail',
    ['Delivery Status Notification (Failure)', 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>'],
    "Address not found\n\nYour message wasn't delivered to ana@cliente.test because the address couldn't be found, or is unable to receive mail.\n\nThe response was:\n\n550 5.1.1 The email account that you tried to reach does not exist.",
    gone,
  ),
  bounce(
    'Gmail pt',
    ['Delivery Status Notification (Failure)', 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>'],
    'Endereço não encontrado\n\nSua mensagem não foi entregue a ana@cliente.test porque o endereço não foi encontrado ou não pode receber mensagens.\n\nA resposta foi:\n\n550 5.1.1 user unknown',
    gone,
  ),
  bounce(
    'Gmail, waiting',
    ['Delivery Status Notification (Delay)', 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>'],
    'Delivery incomplete\n\nThere was a temporary problem delivering your message to ana@cliente.test. Gmail will retry for 46 more hours.',
    ['expired', false],
  ),
  bounce(
    'UOL',
    ['Mensagem não entregue', 'Correio UOL <postmaster@uol.com.br>'],
    'A sua mensagem não pôde ser entregue.\n\nDestinatário: ana@cliente.test\nMotivo: usuário inexistente (550 5.1.1)',
    gone,
  ),
  bounce(
    'Terra',
    ['Falha na entrega da mensagem', 'Administrador do Sistema <mailer-daemon@terra.com.br>'],
    'Não foi possível entregar a mensagem para ana@cliente.test.\n\nA caixa postal do destinatário está cheia.',
    full,
  ),
  bounce(
    'Locaweb',
    ['Undelivered Mail Returned to Sender', 'MAILER-DAEMON@smtp.loja.test'],
    "I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n<ana@cliente.test>: host mx.cliente.test[192.0.2.9] said: 550 5.1.1\n    <ana@cliente.test>: Recipient address rejected: User unknown in virtual mailbox table",
    gone,
  ),
  bounce(
    'Domino',
    [
      'DELIVERY FAILURE: User ana (ana@cliente.test) not listed in Domino Directory',
      'Postmaster <postmaster@cliente.test>',
    ],
    'Your message\n\n  Subject: Pedido\n\nwas not delivered to:\n\n  ana@cliente.test\n\nbecause:\n\n  User ana (ana@cliente.test) not listed in Domino Directory',
    gone,
  ),
  bounce(
    'no such domain',
    ['Undelivered Mail Returned to Sender'],
    '<ana@cliente.test>: Host or domain name not found. Name service error for\n    name=cliente.test type=AAAA: Host not found',
    ['host_unknown', true],
  ),
  bounce(
    'a filter',
    ['Undelivered Mail Returned to Sender'],
    '<ana@cliente.test>: host mx.cliente.test[192.0.2.9] said: 554 5.7.1\n    Service unavailable; Client host blocked using zen.spamhaus.org',
    ['policy', false],
  ),
  bounce(
    'too large',
    ['Mail delivery failed'],
    'ana@cliente.test\n    552 5.3.4 Message size exceeds fixed maximum message size',
    ['too_large', false],
  ),
  bounce(
    'Spanish',
    ['Correo no entregado', 'Sistema de correo <mailer-daemon@correo.test>'],
    'No se pudo entregar el mensaje a ana@cliente.test:\n\n550 5.1.1 El usuario no existe',
    gone,
  ),
  bounce(
    'German',
    ['Unzustellbar: Pedido', 'Postmaster <postmaster@kunde.test>'],
    'Ihre Nachricht an ana@cliente.test konnte nicht zugestellt werden.\n550 5.1.1 User unknown',
    gone,
  ),
];

const replies: Shape[] = (
  [
    ['Resposta automática: Pedido', '', 'Estou fora até segunda.'],
    ['RES: Resposta automática: Pedido', 'X-Auto-Response-Suppress: All', 'Estou fora.'],
    ['Automatic reply: Order', 'X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent', 'I am away.'],
    ['Re: Order', 'Auto-Submitted: auto-replied', 'I am away.'],
    ['Order', 'X-Autoreply: yes', 'I am away.'],
    ['Abwesenheitsnotiz: Bestellung', '', 'Ich bin nicht da.'],
    ['Automatische Antwort: Bestellung', '', 'Ich bin nicht da.'],
    ['Réponse automatique : Commande', '', 'Je suis absente.'],
    ['Respuesta automática: Pedido', '', 'Estoy fuera.'],
    ['自動返信: ご注文', '', '不在です。'],
    ['Ausência temporária', '', 'Volto na segunda.'],
    ['Out of Office: Order', '', 'Back on Monday.'],
    ['Your email requires verification verify#AbC123xYz', '', 'Click here.'],
    ['AntiSpam UOL - confirme sua mensagem', '', 'Confirme.'],
    ['Re: Pedido', 'Return-Path: <>', 'Esta é uma mensagem automática, volto dia 10.'],
  ] as const
).map(([subject, header, text]) => ({
  name: `${subject} ${header}`,
  head: `From: Bia <bia@empresa.test>\nTo: sac@loja.test\nSubject: ${subject}${header ? `\n${header}` : ''}`,
  text,
  kind: 'auto_reply',
}));

const persons: Shape[] = [
  'Aviso de férias da nossa equipe',
  'Resposta automática de vocês não ajudou',
  'Automatic reply machine, spare parts',
  'Out of office chairs',
  'Fora do escritório vocês entregam?',
  'Re: Automatic reply: Order',
  'RES: Ausência temporária',
].map((subject) => ({
  name: subject,
  head: `From: Bia <bia@empresa.test>\nTo: sac@loja.test\nSubject: ${subject}\nIn-Reply-To: <x@loja.test>`,
  text: 'Bom dia, preciso de ajuda com isso.',
  kind: 'no',
}));

it.each([...shapes, ...replies, ...persons])('$name is $kind', async ({ head, text, kind, reason, hard }) => {
  const mail = `${head}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`;
  const { message } = await readReceipt(receiptOf(mail));
  expect(message.automatic).toBe(kind);
  if (!reason) return;
  expect(message.facts).toMatchObject({
    bounceRecipient: 'ana@cliente.test',
    bounceReason: reason,
    bounceHard: hard,
  });
});
