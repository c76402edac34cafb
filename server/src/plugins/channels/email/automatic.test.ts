import { describe, expect, it } from 'vitest';
import { reasonOf } from './bounce-reasons.ts';
import { read } from './testing.ts';

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

describe('a bounce says who, why and which mail', () => {
  it.each([
    ['bounce-hard', true, '5.1.1', 'user_unknown'],
    ['bounce-no-domain', true, '5.1.2', 'host_unknown'],
    ['bounce-full', false, '5.2.2', 'mailbox_full'],
    ['bounce-policy', false, '5.7.1', 'policy'],
    ['bounce-plain-pt', true, 'user_unknown', 'user_unknown'],
    ['bounce-qmail-style', true, 'user_unknown', 'user_unknown'],
  ])('%s', async (name, permanent, code, reason) => {
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
  ])('%s %s', (status, words, code, permanent) => {
    expect(reasonOf(status, words)).toEqual({ code, permanent });
  });

  it('is told in linear time', () => {
    const start = performance.now();
    for (const words of [
      'user '.repeat(50_000),
      'mailbox full '.repeat(9),
      'exceeded '.repeat(20_000),
      'a'.repeat(500_000),
    ])
      reasonOf('5.0.0', words);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
