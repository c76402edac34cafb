import { expect, it } from 'vitest';
import { factsOfCalendar } from './calendar.ts';
import { parse } from './parse.ts';
import { receiptOf, settings } from './testing.ts';

/** Mails handed on, as the programs write them, and invitations. */
const words = 'Cadê meu pedido 12?';
const head = 'From: Bia <bia@loja.test>\nTo: sac@loja.test\nContent-Type: text/plain; charset=utf-8\n';
const readMail = async (mail: string, forwarders = '') => {
  const [message] = await parse(receiptOf(mail), { ...settings, forwarders });
  if (message?.kind !== 'message') throw new Error('no message');
  return message;
};

it.each([
  [
    'Gmail pt',
    'Fwd: Pedido',
    `Bia aqui, podem ver?\n\n---------- Forwarded message ---------\nDe: Ana Souza <ana@cliente.test>\nDate: seg., 2 de mar. de 2026 às 10:15\nSubject: Pedido\nTo: Bia <bia@loja.test>\n\n\n${words}`,
  ],
  [
    'Gmail en',
    'Fwd: Pedido',
    `---------- Forwarded message ---------\nFrom: Ana Souza <ana@cliente.test>\nDate: Mon, Mar 2, 2026 at 10:15 AM\nSubject: Pedido\nTo: Bia\n\n\n${words}`,
  ],
  [
    'Outlook pt',
    'ENC: Pedido',
    `De: Ana Souza <ana@cliente.test>\nEnviada em: segunda-feira, 2 de março de 2026 10:15\nPara: Bia <bia@loja.test>\nAssunto: Pedido\n\n${words}`,
  ],
  [
    'Outlook es',
    'RV: Pedido',
    `De: Ana Souza <ana@cliente.test>\nEnviado el: lunes, 2 de marzo de 2026 10:15\nPara: Bia\nAsunto: Pedido\n\n${words}`,
  ],
  [
    'Outlook de',
    'WG: Pedido',
    `Von: Ana Souza <ana@cliente.test>\nGesendet: Montag, 2. März 2026 10:15\nAn: Bia\nBetreff: Pedido\n\n${words}`,
  ],
  [
    'Outlook old',
    'FW: Pedido',
    `-----Original Message-----\nFrom: Ana Souza [mailto:ana@cliente.test]\nSent: Monday\nTo: Bia\nSubject: Pedido\n\n${words}`,
  ],
  [
    'Apple Mail',
    'Fwd: Pedido',
    `Begin forwarded message:\n\n> From: Ana Souza <ana@cliente.test>\n> Subject: Pedido\n> Date: March 2, 2026\n> To: Bia\n>\n> ${words}`,
  ],
  [
    'Thunderbird pt',
    'Fwd: Pedido',
    `-------- Mensagem encaminhada --------\nAssunto: \tPedido\nData: \tMon, 2 Mar 2026 10:15\nDe: \tAna Souza <ana@cliente.test>\nPara: \tbia@loja.test\n\n${words}`,
  ],
])('finds the author in what %s forwards', async (_, subject, body) => {
  const message = await readMail(`${head}Subject: ${subject}\n\n${body}\n`);
  expect(message.from.value).toBe('bia@loja.test');
  expect(message.forwarded).toEqual({
    author: { kind: 'email', value: 'ana@cliente.test', name: 'Ana Souza' },
    trusted: false,
    subject: 'Pedido',
    text: words,
  });
});

const nested = (subject: string) =>
  `From: Bia <bia@loja.test>\nSubject: ${subject}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nVejam\n--b\nContent-Type: message/rfc822\n\nFrom: Ana <ana@cliente.test>\nSubject: Pedido\nContent-Type: text/plain; charset=utf-8\n\n${words}\n--b--\n`;

it('finds the author of a mail inside of a mail, and believes whom the settings name', async () => {
  const message = await readMail(nested('Fwd: Pedido'), 'outro@x.test, @LOJA.test');
  expect(message.forwarded).toMatchObject({ trusted: true, subject: 'Pedido', text: words });
  expect((await readMail(nested('Fwd: Pedido'), 'bia@loja.test.evil')).forwarded?.trusted).toBe(false);
});

it.each([
  [
    'no forward',
    'Re: Pedido',
    `De: Ana <ana@cliente.test>\nEnviada em: hoje\nPara: Bia\nAssunto: x\n\n${words}`,
  ],
  ['no header lines', 'Fwd: Pedido', `Ana <ana@cliente.test> perguntou: ${words}`],
  [
    'our own mail handed on',
    'Fwd: Pedido',
    `De: Loja <sac@loja.test>\nData: hoje\nPara: Ana\nAssunto: x\n\n${words}`,
  ],
])('credits nobody for %s', async (_, subject, body) => {
  expect((await readMail(`${head}Subject: ${subject}\n\n${body}\n`)).forwarded).toBeUndefined();
});

it('reads an invitation: what, when in UTC, where, who', async () => {
  const calendar =
    'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Visita técnica\\, loja\r\nDTSTART;TZID=E. South America Standard Time:20260310T100000\r\nDTEND;TZID=America/Sao_Paulo:20260310T110000\r\nLOCATION:Rua A\\, 10\r\nATTENDEE;CN="Ana: Souza":mailto:ana@cliente.test\r\nATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:\r\n b@x.test\r\nORGANIZER;CN=Bia:mailto:bia@x.test\r\nEND:VEVENT\r\nEND:VCALENDAR';
  const message = await readMail(
    `From: ana@cliente.test\nSubject: x\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\n\n${calendar}\n`,
  );
  expect(message.content).toMatchObject({ text: 'Visita técnica, loja' });
  expect(message.facts).toMatchObject({
    eventTitle: 'Visita técnica, loja',
    eventStart: '2026-03-10T13:00:00.000Z',
    eventEnd: '2026-03-10T14:00:00.000Z',
    eventPlace: 'Rua A, 10',
    eventPeople: 'Ana: Souza, b@x.test',
    eventOrganiser: 'Bia',
    eventAction: 'request',
  });
});

it.each([
  ['a whole day', 'BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260310\nEND:VEVENT', { eventStart: '2026-03-10' }],
  ['no zone', 'BEGIN:VEVENT\nDTSTART:20260310T100000\nEND:VEVENT', { eventStart: '2026-03-10T10:00:00' }],
  [
    'an unknown zone',
    'BEGIN:VEVENT\nDTSTART;TZID=X/Y:20260310T100000\nEND:VEVENT',
    { eventStart: '2026-03-10T10:00:00' },
  ],
  ['nonsense', 'BEGIN:VEVENT\nDTSTART:amanhã\nSUMMARY', {}],
  ['no event', 'BEGIN:VCALENDAR\nEND:VCALENDAR', {}],
])('reads a calendar with %s', (_, text, facts) => {
  expect(factsOfCalendar(text)).toEqual(facts);
});
