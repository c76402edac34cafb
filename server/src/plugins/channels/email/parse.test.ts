import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from './parse.ts';
import { fixture, read, readReceipt, receiptOf, receivedAt, settings } from './testing.ts';

const ownId = '<m.tok-1.0190aaaabbbb7ccc8dddeeeeeeeeeeee@loja.test>';

describe('sender, name, subject and words', () => {
  it.each([
    [
      'plain-pt',
      'ana@cliente.test',
      'Ana Souza',
      'Pedido',
      'Bom dia, meu pedido 1042 não chegou.\n\nObrigada,\nAna',
    ],
    ['latin1-headers-raw', 'jose@cliente.test', 'José Ávila', 'Reclamação', 'Não funciona.'],
    ['latin1-undeclared', 'jose@cliente.test', 'José Ávila', 'Reclamação', 'Não é aceitável.'],
    ['utf8-called-ascii', 'jose@cliente.test', 'José', 'Dúvida', 'Ação e reação.'],
    ['utf8-called-latin1', 'jose@cliente.test', 'José', 'Dúvida', 'Ação e reação.'],
    ['unknown-charset', 'ana@cliente.test', 'Ana', 'Oi', 'Tudo certo, não?'],
    [
      'encoded-word-split',
      'ana@cliente.test',
      'Ana Conceição Souza',
      'Promoção de verão',
      'quero participar',
    ],
    ['no-boundary', 'ana@cliente.test', 'Ana Souza', 'Pedido', 'Sem fronteira declarada, mas legível.'],
    ['wrong-boundary', 'ana@cliente.test', 'Ana Souza', 'Pedido', 'Still readable.'],
    ['unclosed-boundary', 'ana@cliente.test', 'Ana Souza', 'Pedido', 'Nunca fecha'],
    ['nul-bytes', 'ana@cliente.test', 'Ana', 'Pedido', 'bom dia'],
    ['no-from', 'carlos@cliente.test', undefined, 'sem remetente', 'quem sou?'],
    ['nobody-at-all', 'unknown@sender.invalid', undefined, 'nada', 'oi'],
    ['lf-only', 'ana@cliente.test', 'Ana Souza', 'Pedido', 'linhas só com LF'],
    ['cr-only', 'ana@cliente.test', 'Ana Souza', 'Pedido', 'linhas com CR'],
    ['mbox-line', 'ana@cliente.test', 'Ana Souza', 'Pedido', 'de um arquivo mbox'],
    ['html-only-pt', 'ana@cliente.test', 'Ana Souza', 'Pedido', 'Olá, tudo bem?'],
    ['idn-sender', 'zoë@bücher.test', 'Zoë', 'Pedido', 'hallo'],
    [
      'site-form-as-ourselves',
      'ana@cliente.test',
      'Ana Souza',
      'Contato pelo site',
      'mensagem do formulário',
    ],
  ])('%s', async (...[name, from, called, subject, text]) => {
    const { message } = await read(name);
    expect([message.from.value, message.from.name, message.subject]).toEqual([from, called, subject]);
    expect(message.content).toMatchObject({ kind: 'text', text });
  });

  it.each([
    ['Bay, Ana <ana@x.test>', 'ana@x.test', 'Bay, Ana'],
    ['=?utf-8?Q?Concei=C3=A7=C3=A3o,_Ana?= <ana@x.test>', 'ana@x.test', 'Conceição, Ana'],
    ['ana@x.test (Ana Bay)', 'ana@x.test', 'Ana Bay'],
    ['Ana Bay ana@x.test', 'ana@x.test', 'Ana Bay'],
    ["'Ana Bay' <ana@x.test>", 'ana@x.test', 'Ana Bay'],
    ['Ana <mailto:ana@x.test>', 'ana@x.test', 'Ana'],
    ['Ana Bay [ana@x.test]', 'ana@x.test', 'Ana Bay'],
    ['"ana@x.test" <ana@x.test>', 'ana@x.test', undefined],
    ['Ana <ana@x.test', 'ana@x.test', 'Ana'],
    ['=?gb2312?B?1cXI/Q==?= <z@x.test>', 'z@x.test', '张三'],
    ['ninguém', 'unknown@sender.invalid', 'ninguém'],
  ])('From: %s', async (...[header, value, name]) => {
    const { message } = await readReceipt(receiptOf(`From: ${header}\r\nSubject: s\r\n\r\noi\r\n`));
    expect([message.from.value, message.from.name]).toEqual([value, name]);
  });

  it('keeps the start of a subject of any length and still reads the mail', async () => {
    const { message } = await read('huge-subject');
    expect(message.subject).toBe('A'.repeat(998));
    const mega = receiptOf(`From: a@b.test\r\nSubject: ${'á'.repeat(1_500_000)}\r\n\r\noi\r\n`);
    expect((await readReceipt(mega)).message.content).toMatchObject({ text: 'oi' });
  });

  it('believes no date in the future', async () => {
    expect((await read('future-date')).message.at).toBe(receivedAt);
  });
});

describe('ids (LESSONS D9, D11, D12, D17)', () => {
  it('a mail without Message-ID has an id made of its bytes, the same every time', async () => {
    const [first, second] = [await read('no-message-id'), await read('no-message-id')];
    expect(first.message.externalId).toBe(second.message.externalId);
    const other = await read('empty-message-id');
    expect(other.message.externalId).not.toBe(first.message.externalId);
  });

  it('a reused Message-ID with another body is another mail', async () => {
    const [one, two] = [(await read('reused-id-one')).message, (await read('reused-id-two')).message];
    expect(one.externalId).not.toBe(two.externalId);
    expect(one.facts?.messageId).toBe(two.facts?.messageId);
  });

  it('the same mail by another way, with other trace headers and line ends, is the same', async () => {
    const text = new TextDecoder().decode(fixture('plain-pt'));
    const again = `Received: from elsewhere\r\n${text}`.replaceAll('\r\n', '\n');
    const ids = [text, again].map(async (one) => (await readReceipt(receiptOf(one))).message.externalId);
    expect(await ids[0]).toBe(await ids[1]);
  });
});

describe('thread, tokens and people', () => {
  it('names what it answers, nearest first, and the token in our Message-ID as a candidate', async () => {
    const { message } = await read('gmail-reply-pt');
    expect(message.replyTo).toEqual([ownId, '<p1@cliente.test>']);
    expect(message.tokens).toEqual(['tok-1']);
    expect(message.outsideThread?.key).toBe('<p1@cliente.test>');
  });

  it('finds the signed reply address in any header a server writes', async () => {
    expect((await read('token-delivered-to')).message.tokens).toEqual(['Tok_en-9']);
    expect((await read('cc-and-groups')).message.tokens).toEqual(['abc']);
    const byEnvelope = receiptOf(fixture('plain-pt'), { envelopeTo: ['sac+t.env@loja.test'] });
    expect((await readReceipt(byEnvelope)).message.tokens).toEqual(['env']);
  });

  it('takes no token of another domain or mailbox', async () => {
    const forged = receiptOf(
      'From: a@b.test\r\nTo: sac+t.x@mal.test, outra+t.y@loja.test\r\nIn-Reply-To: <m.z@mal.test>\r\n\r\noi\r\n',
    );
    expect((await readReceipt(forged)).message.tokens).toBeUndefined();
  });

  it('everybody else is a participant once, we ourselves are not', async () => {
    const { message } = await read('cc-and-groups');
    expect(message.others?.map((other) => other.address.value)).toEqual([
      'beto@cliente.test',
      'c@x.test',
      'd@x.test',
      'carla@cliente.test',
    ]);
    expect(message.others?.[3]?.address.name).toBe('Silva, Carla');
  });
});

describe('proof', () => {
  it.each([
    ['auth-results-pass', 'authentication_results'],
    ['auth-results-forged', 'none'],
    ['auth-results-other-server', 'none'],
    ['two-from', 'none'],
    ['two-addresses-in-from', 'none'],
    ['site-form-as-ourselves', 'none'],
    ['plain-pt', 'none'],
  ])('%s: %s', async (name, proof) => {
    expect((await read(name)).message.proof).toBe(proof);
  });

  it('believes nothing without a configured server', async () => {
    const [message] = await parse(receiptOf(fixture('auth-results-pass')), { ...settings, authservId: '' });
    expect(message).toMatchObject({ proof: 'none' });
  });

  it.each([
    [{ receiver: true, dmarc: 'pass' }, 'dmarc'],
    [{ receiver: true, dmarc: 'fail', spfAligned: true }, 'none'],
    [{ receiver: true, dmarc: 'none', dkimAligned: true }, 'dkim_aligned'],
    [{ receiver: true, dmarc: 'none', spfAligned: true }, 'spf_aligned'],
    [{ receiver: true, dmarc: 'none' }, 'none'],
  ])('through our own receiver %j: %s, whatever headers claim', async (facts, proof) => {
    expect((await readReceipt(receiptOf(fixture('auth-results-pass'), facts))).message.proof).toBe(proof);
  });
});

describe('files', () => {
  it('inline picture, accented name, nested mail, invitation, winmail.dat', async () => {
    const files = async (name: string) => (await read(name)).message.attachments ?? [];
    expect(await files('inline-image')).toMatchObject([
      { kind: 'image', name: 'foto.png', type: 'image/png', contentId: 'foto1@cliente', inline: true },
    ]);
    expect(await files('attachment-accented-name')).toMatchObject([
      { name: 'Nota Fiscal nº 1.pdf', kind: 'document' },
    ]);
    expect(await files('nested-mail')).toMatchObject([{ type: 'message/rfc822', kind: 'document' }]);
    expect(await files('calendar-invite')).toMatchObject([{ type: 'text/calendar' }]);
    expect(await files('winmail-dat')).toMatchObject([
      { type: 'application/ms-tnef', name: 'winmail.dat', size: 6 },
    ]);
  });

  it('a file name is only a name', async () => {
    const [file] = (await read('attachment-path-name')).message.attachments ?? [];
    expect(file?.name).toBe('bootfdp.exe');
  });
});

describe('any bytes at all', () => {
  const piece = fc.constantFrom(
    'From: a@b.c',
    'From: =?utf-8?q?=?=',
    'To: <>',
    'Subject:',
    'Content-Type: multipart/mixed; boundary=x',
    '--x',
    '--x--',
    'Content-Type: text/html',
    'Content-Transfer-Encoding: base64',
    '\r\n',
    '\n',
    '\0',
    'é',
    '<p>',
    '> q',
    'On 1 wrote:',
    'Status: 5.1.1',
    'Content-Type: message/delivery-status',
    'Message-ID: <a@b>',
    ' ',
    '\t',
  );
  it('give a message, and the same one again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const receipt = receiptOf(pieces.join('\r\n'));
        const first = await parse(receipt, settings);
        expect(first[0]).toMatchObject({ kind: 'message', content: { kind: 'text' } });
        expect(await parse(receipt, settings)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  it('a mail the server could not give becomes poison, not a message', async () => {
    await expect(parse(receiptOf('', { unreadable: 'server bug' }), settings)).rejects.toThrow('server bug');
  });
});
