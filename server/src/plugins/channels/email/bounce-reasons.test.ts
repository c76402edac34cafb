import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../kernel/testing/cpu.ts';
import { readBounce } from './bounce.ts';
import { reasonOf } from './bounce-reasons.ts';
import { readMail } from './mime.ts';

/** What servers say, in the words of several systems and languages; all addresses made up. */
const hard = [
  '550 ana@cliente.test not present in directory',
  '550 <ana@cliente.test> not found',
  '511 sorry, badrcptto (#5.1.1)',
  '550 Recipient not accepted',
  '550 no ana in name directory',
  '550 RESOLVER.ADR.Recipient NotFound; not found',
  '554 that domain or user isn’t in my list of allowed rcpthosts',
  '550 Usuário não existe neste servidor',
  '550 Conta ana@cliente.test inexistente',
  '550 A caixa postal do destinatário não foi encontrada',
  '550 No existe ese usuario aquí',
  '550 La dirección de correo no se encontró',
  '550 Buzón ana@cliente.test no existe',
  '550 Utilisateur inconnu !',
  '550 Benutzer ana unbekannt',
  '550 Nessun utente con questo nome',
  '550 O domínio cliente.test não existe',
  '550 El dominio cliente.test no existe',
  '554 the domain is not reachable',
  '550 Host does not accept mail',
];
const soft = [
  '552 A caixa postal de ana@cliente.test está cheia',
  '552 Quota do usuário excedida',
  '552 Conta acima da cota',
  '552 El buzón del destinatario está lleno',
  '552 Cuota superada',
  '552 Boîte du destinataire pleine',
  '552 Das Postfach ist voll',
  '450 Endereço em lista cinza, tente novamente mais tarde',
  '550 Remetente não autorizado',
  '550 Remetente bloqueado: endereço inválido',
  '550 IP na lista negra',
  '451 Inténtelo de nuevo más tarde',
  '451 Greylisted, try again in 5 minutes',
  '552 Mensagem muito grande',
  '550 Conta suspensa por falta de pagamento',
  '450 4.1.1 <ana@cliente.test>: Recipient address rejected: User unknown',
  '550 192.0.2.4 has sent to too many recipients this hour',
  'Host or domain name not found. Name service error for name=cliente.test type=MX: Host not found, try again',
  'Name service error for name=cliente.test type=A: Malformed or unexpected name server reply',
  '550 this server does not accept mail from loja.test',
  '550 recipient not accepted. (BATV: no tag)',
];
const statusIn = (said: string): string => /[45]\.\d\.\d+/.exec(said)?.[0] ?? '';

describe('the far server’s words', () => {
  it.each(hard)('dead: %s', (said) => expect(reasonOf(statusIn(said), said).permanent).toBe(true));
  it.each(soft)('alive: %s', (said) => expect(reasonOf(statusIn(said), said).permanent).toBe(false));

  it('are read in no time, whatever they are', () => {
    const inputs = [
      'a '.repeat(2000),
      'caixa '.repeat(800),
      'não existe '.repeat(400),
      `<${'@'.repeat(4000)}`,
    ];
    const from = cpuMs();
    for (const said of inputs) reasonOf('', said);
    expect(cpuMs() - from).toBeLessThan(1500);
  });
});

const report = (status: string, diagnostic: string, session: string): string =>
  [
    'From: MAILER-DAEMON@mx.loja.test',
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    '',
    `<ana@cliente.test>: ${session}`,
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.loja.test',
    '',
    'Final-Recipient: rfc822; ana@cliente.test',
    'Action: failed',
    ...(status ? [`Status: ${status}`] : []),
    `Diagnostic-Code: smtp; ${diagnostic}`,
    '',
    '--b--',
  ].join('\r\n');

/** Where in the conversation a server refuses tells what it refuses. */
const stages: [name: string, status: string, diagnostic: string, session: string, permanent: boolean][] = [
  ['the address', '5.0.0', '550 User unknown', 'said: 550 User unknown (in reply to RCPT TO command)', true],
  [
    'the letter',
    '5.0.0',
    '550 User unknown',
    'said: 550 User unknown (in reply to end of DATA command)',
    false,
  ],
  [
    'the letter, by its address code',
    '5.1.1',
    '550 5.1.1 User unknown',
    'said: 550 5.1.1 User unknown (in reply to end of DATA command)',
    true,
  ],
  [
    'the sender',
    '5.1.0',
    '553 5.1.0 loja.test does not exist',
    'SMTP error after MAIL FROM:<sac@loja.test> SIZE=10: 553 5.1.0 loja.test does not exist',
    false,
  ],
  [
    'the recipient’s own wish',
    '5.1.1',
    '550 5.1.1 Refused due to recipient preferences',
    'said: 550 5.1.1 Refused due to recipient preferences',
    true,
  ],
  ['our address, under another code', '5.1.1', '550 5.7.1 IP address blacklisted', 'said: 550 5.7.1', false],
];

describe('a refusal of', () => {
  it.each(stages)('%s', async (_name, status, diagnostic, session, permanent) => {
    const mail = await readMail(Buffer.from(report(status, diagnostic, session)));
    const { deliveries } = await readBounce(mail, mail.text, 'sac@loja.test');
    expect(deliveries.map((one) => [one.recipient, one.permanent])).toEqual([
      ['ana@cliente.test', permanent],
    ]);
  });
});
