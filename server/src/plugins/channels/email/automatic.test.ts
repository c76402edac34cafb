import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../kernel/testing/cpu.ts';
import { reasonOf } from './bounce-reasons.ts';
import { read, readReceipt, receiptOf } from './testing.ts';

const ownId = '<m.tok-1.0190aaaabbbb7ccc8dddeeeeeeeeeeee@loja.test>';

describe('machine mail is told from people', () => {
  it.each([
    ['out-of-office-es', 'auto_reply'],
    ['vacation-pt', 'auto_reply'],
    ['vacation-wording-only', 'auto_reply'],
    ['read-receipt', 'auto_reply'],
    ['delivered-report', 'auto_reply'],
    ['own-loop', 'auto_reply'],
    ['newsletter', 'bulk'],
    ['feedback-report', 'feedback_report'],
    ['bounce-hard', 'bounce'],
    ['bounce-full', 'bounce'],
    ['bounce-delayed', 'bounce'],
    ['bounce-plain-pt', 'bounce'],
    ['bounce-qmail-style', 'bounce'],
    ['person-asks-about-bounce', 'no'],
    ['person-forwards-bounce', 'no'],
    ['answer-to-out-of-office', 'no'],
    ['own-group-list', 'no'],
    ['plain-pt', 'no'],
    ['forward-pt', 'no'],
    ['nested-mail', 'no'],
    ['calendar-invite', 'no'],
    ['site-form-as-ourselves', 'no'],
  ])('%s: %s', async (name, kind) => {
    expect((await read(name)).message.automatic).toBe(kind);
  });
});

/** What people write about, near to what machines say. */
const people: [subject: string, text: string][] = [
  ['Entrega não realizada', 'O pedido 10 não foi entregue. O entregador disse que o endereço não existe.'],
  ['Falha na entrega do meu pedido', 'Bom dia, a transportadora devolveu o pacote. Podem reenviar?'],
  ['Pedido devolvido', 'Devolvi o produto na terça, quando recebo o estorno?'],
  ['Delivery failed', 'The courier could not deliver my parcel, nobody was home.'],
  ['Returned item', 'I returned the shoes on Monday. The box was rejected by your store.'],
  ['Delivery problem', 'My order was not delivered. Please call me.'],
  ['Message not received', 'I wrote on Monday and nobody answered. Was my message rejected?'],
  ['Error', 'El sitio dice 550 pesos pero me cobraron 600.'],
  ['Error de entrega', 'El mensajero no pudo entregar mi pedido, el domicilio no existe según él.'],
  ['Estou de férias', 'Estou de férias até dia 10, podem entregar depois disso?'],
  ['On holiday until Friday', 'I am on holiday until Friday, please deliver on Saturday.'],
  ['Estoy de vacaciones', 'Estoy de vacaciones, ¿pueden guardar el paquete?'],
  ['Out of office chairs?', 'Do you still have the office chairs in black?'],
  ['Automático não funciona', 'O portão automático que comprei não abre.'],
  ['Resposta', 'Esta é a minha resposta: pode ser amanhã.'],
  ['Ausência de nota fiscal', 'Não recebi a nota fiscal.'],
  ['Caixa cheia', 'A caixa de correio do prédio está cheia, deixem na portaria.'],
  ['Re: Out of office', 'You were away, so again: where is my order?'],
  ['Spam', 'Vocês me mandam spam demais. Quero sair da lista.'],
  ['Unsubscribe', 'Please unsubscribe me. Delivery of your newsletter is not wanted.'],
  ['Usuário desconhecido', 'Ao entrar no site aparece "usuário desconhecido". O que faço?'],
  ['User unknown', 'Your site says user unknown when I sign in with my mail.'],
  [
    'Undeliverable?',
    'I got "550 5.1.1 user unknown" when writing to your other address. Message-ID was <a@b>.',
  ],
  ['Quota', 'Minha cota do consórcio foi excedida?'],
  ['Bloqueado', 'Meu cartão foi bloqueado, access denied na página de pagamento.'],
  ['', 'oi'],
];

describe('people who write of failures, returns and holidays are people', () => {
  it.each(people)('%s', async (subject, text) => {
    const mail = `From: Ana <ana@cliente.test>\r\nTo: sac@loja.test\r\nSubject: ${subject}\r\nMessage-ID: <q@x>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;
    for (const extra of ['', 'In-Reply-To: <m.t.0190aaaabbbb7ccc8dddeeeeeeeeeeee@loja.test>\r\n'])
      expect((await readReceipt(receiptOf(extra + mail))).message.automatic).toBe('no');
  });

  it('a postmaster who answers is a person; a form on our own site is the customer', async () => {
    const answer =
      'From: Rui <postmaster@cliente.test>\r\nSubject: Re: Pedido\r\nIn-Reply-To: <a@loja.test>\r\n\r\nYour mail was rejected by mistake, fixed now.\r\n\r\n> Chegou?\r\n';
    expect((await readReceipt(receiptOf(answer))).message.automatic).toBe('no');
    const form =
      'From: Site <sac@loja.test>\r\nReply-To: ana@cliente.test\r\nAuto-Submitted: auto-generated\r\nSubject: Contato\r\n\r\nQuero trocar.\r\n';
    expect((await readReceipt(receiptOf(form))).message).toMatchObject({
      automatic: 'no',
      from: { value: 'ana@cliente.test' },
    });
  });
});

describe('a bounce says who, why and which mail', () => {
  it.each([
    ['bounce-hard', true, '5.1.1', 'user_unknown'],
    ['bounce-no-domain', true, '5.1.2', 'host_unknown'],
    ['bounce-full', false, '5.2.2', 'mailbox_full'],
    ['bounce-policy', false, '5.7.1', 'policy'],
    ['bounce-plain-pt', true, 'user_unknown', 'user_unknown'],
    ['bounce-qmail-style', true, 'user_unknown', 'user_unknown'],
  ])('%s', async (...[name, permanent, code, reason]) => {
    const { message, rest } = await read(name);
    expect(message.facts).toMatchObject({
      bounceRecipient: 'ana@cliente.test',
      bounceHard: permanent,
      bounceReason: reason,
    });
    expect(rest).toMatchObject([
      { kind: 'status', externalId: ownId, state: 'failed', error: { code, permanent } },
    ]);
  });

  it('a delay is no failure, a success is a delivery, a read receipt is a reading', async () => {
    expect((await read('bounce-delayed')).rest).toEqual([]);
    expect((await read('delivered-report')).rest).toMatchObject([{ externalId: ownId, state: 'delivered' }]);
    expect((await read('read-receipt')).rest).toMatchObject([{ externalId: ownId, state: 'read' }]);
  });
});

describe('the reason of a failure', () => {
  it.each([
    ['5.1.1', '550 5.1.1 unknown or illegal alias', 'user_unknown', true],
    ['5.0.0', '550 Conta de e-mail inexistente: destinatário desconhecido', 'user_unknown', true],
    ['', '550 El usuario no existe', 'user_unknown', true],
    ['4.4.7', 'Message expired', 'expired', false],
    ['4.1.1', 'User unknown, trying later', 'user_unknown', false],
    ['4.4.3', 'DNS lookup: NXDOMAIN, no such domain', 'host_unknown', true],
    ['5.2.2', '', 'mailbox_full', false],
    ['5.7.26', 'not authenticated', 'policy', false],
    ['5.3.4', '552 message size exceeds limit', 'too_large', false],
    ['5.2.1', 'The account is disabled', 'disabled', false],
    ['5.4.1', '550 5.4.1 Recipient address rejected: Access denied', 'user_unknown', true],
    ['5.7.1', '554 5.7.1 Relay access denied', 'policy', false],
    ['', 'nothing known', 'rejected', false],
  ])('%s %s', (...[status, words, code, permanent]) => {
    expect(reasonOf(status, words)).toEqual({ code, permanent });
  });

  it('is told in linear time', () => {
    const start = cpuMs();
    for (const words of [
      'user '.repeat(50_000),
      'mailbox full '.repeat(9),
      'exceeded '.repeat(20_000),
      'a'.repeat(500_000),
    ])
      reasonOf('5.0.0', words);
    expect(cpuMs() - start).toBeLessThan(1000);
  });
});
