import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { openReader, sheetData, workbook, workbookOf, zipOf } from './testing.ts';

/** Lists that mean harm, and lists that harm without meaning to: read right, or refused with the reason. */

const { read, problem, close } = openReader();
afterAll(close);

describe('encodings', () => {
  const text = 'nome;cidade;obs\nJosé Conceição;São Paulo;“aspas” – € 10\n';
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['UTF-16 the other way round', iconv.encode(text, 'utf-16be', { addBOM: true })],
    ['UTF-16 the other way round without a mark', iconv.encode(text, 'utf-16be')],
    ['Windows-1252', iconv.encode(text, 'windows-1252')],
  ])('%s', async (_name, bytes) => {
    expect((await read(bytes)).rows[1]).toEqual(['José Conceição', 'São Paulo', '“aspas” – € 10']);
  });

  it('Latin-1', async () => {
    expect((await read(iconv.encode('nome;uf\nJosé;SP\n', 'latin1'))).rows[1]).toEqual(['José', 'SP']);
  });

  it('lists put together by hand: each line in its own', async () => {
    const bytes = Buffer.concat([
      Buffer.from('nome;cidade\nJosé;Maceió\n'),
      iconv.encode('Conceição;Goiânia\n', 'windows-1252'),
      Buffer.from('Ângela;Belém\n'),
    ]);
    expect((await read(bytes)).rows.slice(1)).toEqual([
      ['José', 'Maceió'],
      ['Conceição', 'Goiânia'],
      ['Ângela', 'Belém'],
    ]);
  });

  it('refused: four bytes a letter, and noise', async () => {
    expect(await problem(Buffer.from([0xff, 0xfe, 0, 0, 0x6e, 0, 0, 0]))).toBe('unknown_format');
    expect(await problem(Buffer.from(Array.from({ length: 5000 }, (_, n) => (n % 2 ? 0x90 : 0xc1))))).toBe(
      'encoding',
    );
  });
});

describe('tables of text', () => {
  it('amounts as Brazil writes them stay one cell', async () => {
    const { rows } = await read('nome;total;último\nAna;1.234,56;-7,00\nBia;R$ 2.500,00;0,5\n');
    expect(rows[1]).toEqual(['Ana', '1.234,56', '-7,00']);
    expect((await read('nome,total\nAna,"1.234;56"\nBia,"2,50"\n')).rows[1]).toEqual(['Ana', '1.234;56']);
  });

  it('zeros between letters, headers that stand twice, rows longer than their header', async () => {
    const { rows } = await read(`nome;nome;\nA\0na;Li\0ma;x;y\n${'Bia;Sá\n'.repeat(20)}`);
    expect(rows.slice(0, 2)).toEqual([
      ['nome', 'nome', ''],
      ['Ana', 'Lima', 'x', 'y'],
    ]);
  });

  it.each([
    ['quotes that are never closed', `nome;nota\n"Ana;x\n${'Bia;y\n'.repeat(50)}`, 'open_quote'],
    [
      'quotes never closed before megabytes',
      `nome;nota\n"Ana;x\n${'Bia;y\n'.repeat(1_000_000)}`,
      'row_too_long',
    ],
    ['five hundred columns', `${'c;'.repeat(500)}\n${'x;'.repeat(500)}\n`, 'too_many_columns'],
    ['one line of ninety megabytes', Buffer.alloc(90 * 1024 * 1024, 'x'), 'row_too_long'],
    [
      'a page that calls itself a table',
      '<html><body><table><tr><td>nome</td></tr></table>',
      'unknown_format',
    ],
    ['XML of old Excel', '<?xml version="1.0"?><Workbook/>', 'unknown_format'],
    ['zeros', Buffer.alloc(100_000), 'unknown_format'],
  ])('refused: %s', async (_name, bytes, expected) => {
    expect(await problem(bytes)).toBe(expected);
  });
});

describe('workbooks', () => {
  const two = sheetData([
    ['nome', 'nota'],
    ['Ana', 'x'],
  ]);
  const empty = Array.from({ length: 1_048_574 }, (_, n) => `<row r="${n + 3}"/>`).join('');
  const styled = Array.from(
    { length: 30_000 },
    (_, n) => `<row r="${n + 3}"><c r="A${n + 3}" s="0"/></row>`,
  ).join('');
  const cells = Array.from(
    { length: 20_000 },
    (_, n) =>
      `<row r="${n + 3}"><c r="A${n + 3}" t="s"><v>0</v></c><c r="B${n + 3}" t="s"><v>0</v></c></row>`,
  ).join('');
  const shared = (text: string) => ({ 'xl/sharedStrings.xml': `<sst>${text}</sst>` });

  it('empty rows below, and a lie about how large it is, change nothing', async () => {
    const lie = '<dimension ref="A1:XFD1048576"/>';
    const { rows } = await read(workbookOf(`${lie}<sheetData>${two}${styled}</sheetData>`));
    expect(rows).toEqual([
      ['nome', 'nota'],
      ['Ana', 'x'],
    ]);
  });

  it.each([
    ['a million rows of nothing', workbookOf(`<sheetData>${two}${empty}</sheetData>`), 'too_many_rows'],
    [
      'a cell in the far corner',
      workbookOf(`<sheetData>${two}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>`),
      'too_many_rows',
    ],
    [
      'a cell far to the right',
      workbookOf(`<sheetData>${two}<row r="3"><c r="XFD3"><v>1</v></c></row></sheetData>`),
      'too_many_columns',
    ],
    [
      'one long text named forty thousand times',
      workbookOf(`<sheetData>${two}${cells}</sheetData>`, shared(`<si><t>${'x'.repeat(30_000)}</t></si>`)),
      'bomb',
    ],
    [
      'shared texts without end',
      workbookOf(`<sheetData>${two}</sheetData>`, shared('<si><t/></si>'.repeat(3_000_000))),
      'bomb',
    ],
    [
      'entities that name files',
      workbookOf(`<sheetData>${two}</sheetData>`, {
        'xl/sharedStrings.xml':
          '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><sst><si><t>&e;</t></si></sst>',
      }),
      'unsafe',
    ],
    [
      'entities that grow',
      workbookOf(`<sheetData>${two}</sheetData>`, {
        'xl/styles.xml': '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><styleSheet/>',
      }),
      'unsafe',
    ],
    [
      'parts without end',
      zipOf(Object.fromEntries(Array.from({ length: 2500 }, (_, n) => [`x${n}`, Buffer.from('x')]))),
      'bomb',
    ],
  ])('refused: %s', async (_name, bytes, expected) => {
    expect(await problem(bytes)).toBe(expected);
  });

  it('a formula counts as what it came to; one that is text is seen later', async () => {
    const { rows } = await read(
      workbook([['nome'], [{ formula: 'HYPERLINK("http://x","y")', value: 'y' }], ['=1+1']]),
    );
    expect(rows).toEqual([['nome'], ['y'], ['=1+1']]);
  });
});

describe('cards', () => {
  const card = (lines: string) =>
    `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Prado\r\n${lines}TEL:+5541988776655\r\nEND:VCARD\r\n`;
  const folded = (bytes: number) => {
    const base64 = Buffer.alloc(bytes, 7).toString('base64');
    return base64.replace(/.{74}/g, '$&\r\n ');
  };
  it('a picture of fifty megabytes in folded lines is left out', async () => {
    const { rows } = await read(
      card(`PHOTO;ENCODING=b;TYPE=JPEG:${folded(50 * 1024 * 1024)}\r\n`) + card(''),
    );
    expect(rows.slice(1).map((row) => [row[0], row[5]])).toEqual([
      ['Ana Prado', '+5541988776655'],
      ['Ana Prado', '+5541988776655'],
    ]);
  });

  it('a picture folded without blanks, as 2.1 does, and grouped as phones do', async () => {
    const base64 = Buffer.alloc(600, 9).toString('base64').replace(/.{76}/g, '$&\r\n');
    const { rows } = await read(
      card(`PHOTO;JPEG;ENCODING=BASE64:${base64}\r\n\r\nitem1.PHOTO;ENCODING=b:${folded(300)}\r\n`),
    );
    expect(rows[1]?.[5]).toBe('+5541988776655');
  });

  it.each([
    ['no card in it', 'BEGIN:VCARD\r\nVERSION:3.0\r\n', 'empty'],
    ['a note of two megabytes', card(`NOTE:${'x'.repeat(2_000_000)}\r\n`), 'row_too_long'],
  ])('refused: %s', async (_name, text, expected) => {
    expect(await problem(text)).toBe(expected);
  });
});
