import { deflateRawSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { openReader, workbook, zipOf } from './testing.ts';

const { read, problem, close } = openReader();
afterAll(close);

describe('tables of text', () => {
  it.each([
    ['semicolons', 'nome;fone\nJoão;41 98877-6655\n'],
    ['commas', 'nome,fone\nJoão,41 98877-6655\n'],
    ['tabs', 'nome\tfone\nJoão\t41 98877-6655\n'],
    ['a mark and a line that names the separator', '\ufeffsep=;\r\nnome;fone\r\nJoão;41 98877-6655\r\n'],
  ])('%s', async (_name, text) => {
    expect((await read(text)).rows).toEqual([
      ['nome', 'fone'],
      ['João', '41 98877-6655'],
    ]);
  });

  it.each(['utf-16le', 'utf-16be', 'windows-1252'])('in %s', async (encoding) => {
    const marks: Record<string, Buffer> = {
      'utf-16le': Buffer.from([0xff, 0xfe]),
      'utf-16be': Buffer.from([0xfe, 0xff]),
    };
    const bytes = Buffer.concat([
      marks[encoding] ?? Buffer.alloc(0),
      iconv.encode('nome;cidade\nJosé;São Paulo\n', encoding),
    ]);
    expect((await read(bytes)).rows[1]).toEqual(['José', 'São Paulo']);
  });

  it('quotes, line breaks within them, blank lines, controls and blanks around', async () => {
    const text = 'nome;nota\n"Silva; ""Zé""";"uma\nduas"\n\n;;\n\u0000Ana\u00a0 ; x \n';
    expect((await read(text)).rows).toEqual([
      ['nome', 'nota'],
      ['Silva; "Zé"', 'uma\nduas'],
      ['Ana', 'x'],
    ]);
  });

  it('a long list comes in pieces, none cut', async () => {
    const lines = Array.from({ length: 60_000 }, (_, n) => `${n};"nota ${n}\n${'x'.repeat(60)}"`);
    const { rows } = await read(`n;nota\n${lines.join('\n')}\n`);
    expect(rows).toHaveLength(60_001);
    expect(rows.at(-1)?.[0]).toBe('59999');
    expect(rows.every((row) => row.length === 2)).toBe(true);
  });

  it.each([
    ['nothing', '', 'empty'],
    ['only blanks', ' \n \n', 'empty'],
    ['a line of two megabytes', `nome\n${'x'.repeat(2_000_000)}`, 'row_too_long'],
    ['a cell too long', `nome;nota\nAna;"${'x'.repeat(40_000)}"\n`, 'cell_too_long'],
    ['too many columns', `${Array.from({ length: 300 }, (_, n) => `c${n}`).join(';')}\n`, 'too_many_columns'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), 'unknown_format'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'unknown_format'],
    ['another encoding', Buffer.from(Array.from({ length: 400 }, () => 0x81)), 'encoding'],
  ])('refused: %s', async (_name, bytes, expected) => {
    expect(await problem(bytes)).toBe(expected);
  });
});

describe('workbooks', () => {
  it('text, numbers as people mean them, days, and what a formula came to', async () => {
    const { format, rows } = await read(
      workbook([
        ['nome', 'cpf', 'nascimento', 'total'],
        ['João', 52998224725, { day: 44927 }, { formula: 'A1&B1', value: 'x' }],
      ]),
    );
    expect(format).toBe('xlsx');
    expect(rows).toEqual([
      ['nome', 'cpf', 'nascimento', 'total'],
      ['João', '52998224725', '2023-01-01', 'x'],
    ]);
  });

  it('a bomb is refused before it is unpacked, whatever its header says', async () => {
    const bomb = Buffer.alloc(30 * 1024 * 1024);
    const parts = { 'xl/workbook.xml': Buffer.from('<workbook/>'), 'xl/worksheets/sheet1.xml': bomb };
    expect(await problem(zipOf(parts))).toBe('bomb');
    expect(await problem(zipOf(parts, { claims: 10 }))).toMatch(/bomb|damaged/);
  });

  it('another archive, half of one, and rubbish behind the mark', async () => {
    expect(await problem(zipOf({ 'a.txt': Buffer.from('x') }))).toBe('unknown_format');
    expect(await problem(workbook([['a'], ['b']]).subarray(0, 300))).toBe('damaged');
    expect(await problem(Buffer.concat([Buffer.from('PK\x03\x04'), deflateRawSync(Buffer.alloc(100))]))).toBe(
      'damaged',
    );
  });
});

describe('cards', () => {
  it('versions 2.1, 3.0 and 4.0 are one row each', async () => {
    const cards = [
      'BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Concei=C3=A7=C3=A3o;Jos=C3=A9;;;\r\nTEL;CELL:041988776655\r\nEND:VCARD',
      'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Prado\r\nN:Prado;Ana;;;\r\nitem1.EMAIL;type=INTERNET:ana@exemplo.com.br\r\nTEL;type=CELL:+55 41 98877-1111\r\nORG:Padaria;Compras\r\nADR;TYPE=HOME:;;Rua XV 10;Curitiba;PR;80020-310;Brasil\r\nBDAY:1990-05-20\r\nNOTE:cliente\\, antiga\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\nEND:VCARD',
      'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Rui Sá\r\nTEL;VALUE=uri:tel:+5511987654321\r\nEND:VCARD',
    ].join('\r\n');
    const { format, rows } = await read(cards);
    expect(format).toBe('vcard');
    const column = (name: string): (string | undefined)[] =>
      rows.slice(1).map((row) => row[rows[0]?.indexOf(name) ?? -1]);
    expect(column('Nome')).toEqual(['José', 'Ana', '']);
    expect(column('Sobrenome')).toEqual(['Conceição', 'Prado', '']);
    expect(column('Telefone')).toEqual(['041988776655', '+55 41 98877-1111', '+5511987654321']);
    expect(column('E-mail')[1]).toBe('ana@exemplo.com.br');
    expect(column('Empresa')[1]).toBe('Padaria');
    expect(column('Nascimento')[1]).toBe('1990-05-20');
    expect(column('Endereço')[1]).toBe('Rua XV 10');
    expect(column('CEP')[1]).toBe('80020-310');
    expect(column('Observação')[1]).toBe('cliente, antiga');
  });
});
