import { importTargets } from '@meada/contract/routes/imports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectKinds } from '../customers/index.ts';
import { csvCell } from './csv.ts';
import { readDay } from './days.ts';
import { isFormula, type Reading, readRow } from './draft.ts';
import { fieldNameOf } from './field-name.ts';
import { guessMapping } from './mapping.ts';

const today = new Date('2026-11-22T12:00:00Z');
const email = {
  kind: 'email',
  label: { 'pt-BR': 'E-mail', en: 'E-mail', es: 'Correo' },
  canonical: (value: string) => (/^[^\s@]+@[^\s@]+\.\w+$/.test(value) ? value.toLowerCase() : null),
  matchKey: (canonical: string) => `email:${canonical}`,
};
const reading = (mapping: Reading['mapping'], more: Partial<Reading> = {}): Reading => ({
  headers: mapping.map((target) => target),
  mapping,
  options: { known: 'fill', days: 'dmy', kind: 'human', labelIds: [] },
  fields: new Map(),
  labels: new Map([['vip', 'label-1']]),
  kinds: collectKinds([email]),
  today,
  ...more,
});

describe('rows', () => {
  it('names, addresses, days and places as people write them', () => {
    const mapping: Reading['mapping'] = [
      'given',
      'surname',
      'email',
      'phone',
      'document',
      'birth_date',
      'postal_code',
      'labels',
    ];
    const { draft, problems, refused } = readRow(reading(mapping), 7, [
      ...['Ana', 'Prado', 'ANA@Exemplo.com.br; ana2@exemplo.com.br', '(41) 98877-6655 / 41 3333-2222'],
      ...['529.982.247-25', '20/05/90', '80020310', 'VIP, outra'],
    ]);
    const left = [{ problem: 'unknown_label', column: 'labels' }];
    expect({ problems, refused }).toEqual({ problems: left, refused: false });
    expect(draft).toMatchObject({
      n: 7,
      kind: 'human',
      name: 'Ana Prado',
      birthDate: '1990-05-20',
      labelIds: ['label-1'],
    });
    expect(draft.addresses.map(({ matchKey }) => matchKey.split(':')[0]).sort()).toEqual(
      ['cpf', 'email', 'email', 'tel', 'tel'].sort(),
    );
    expect(draft.postal?.postalCode).toBe('80020-310');
  });

  it('zeros that a spreadsheet ate come back; a number of a company makes a company', () => {
    const { draft } = readRow(reading(['name', 'cnpj']), 1, ['Padaria', '11222333000181']);
    expect(draft).toMatchObject({ kind: 'company', addresses: [{ kind: 'cnpj' }] });
    const eaten = readRow(reading(['name', 'cpf']), 1, ['Ana', '191']);
    expect(eaten.problems).toEqual([{ problem: 'bad_cpf', column: 'cpf' }]);
    const ten = readRow(reading(['name', 'cpf']), 1, ['Ana', '1234567890'.slice(0, 10)]);
    expect(ten.draft.addresses.length + ten.problems.length).toBe(1);
  });

  it('a document of another country is kept as it is written', () => {
    const { draft, problems } = readRow(reading(['name', 'document']), 1, ['Ana', 'AB 123.456']);
    expect({ documents: draft.documents, problems }).toEqual({ documents: ['AB 123.456'], problems: [] });
    expect(readRow(reading(['name', 'document']), 1, ['Ana', '--']).problems).toHaveLength(1);
  });

  it('what is no address is left out and said; a row of nothing is refused', () => {
    const row = readRow(reading(['name', 'email', 'phone']), 1, ['Ana', 'sem e-mail', '12']);
    expect(row.refused).toBe(false);
    expect(row.problems.map(({ problem }) => problem)).toEqual(['bad_email', 'bad_phone']);
    expect(readRow(reading(['name', 'email']), 1, ['', '']).refused).toBe(true);
    expect(readRow(reading(['note', 'email']), 1, ['oi', 'x']).refused).toBe(true);
  });

  it.each(['=HYPERLINK("http://x";"y")', '+cmd|calc!A0', '@SUM(A1)', '-2+3+cmd', '=1+1'])(
    '%s is refused',
    (cell) => {
      expect(readRow(reading(['name', 'email']), 1, [cell, 'a@b.co']).refused).toBe(true);
    },
  );
  it.each(['+55 41 98877-6655', '-12,5', '@anaprado', 'Ana = Bia'])('%s is no formula', (cell) => {
    expect(isFormula(cell)).toBe(false);
  });

  it('is total over hostile cells, and says only what it read', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { minLength: 25, maxLength: 25 }),
        (cells) => {
          const { draft, refused, problems } = readRow(reading([...importTargets]), 1, cells);
          expect(refused || draft.name !== null || draft.addresses.length > 0).toBe(true);
          expect(draft.addresses.every(({ value }) => value.length <= 512)).toBe(true);
          expect(
            problems.every(({ column }) => column === null || importTargets.includes(column as never)),
          ).toBe(true);
        },
      ),
    );
  });

  it('custom fields by their type: choices by label, money in words, yes and no', () => {
    const field = (
      name: string,
      type: never,
      choices: { name: string; label: string; archived: boolean }[] = [],
    ) => [name, { name, type, choices }] as const;
    const fields = new Map([
      field('plano', 'choice' as never, [{ name: 'ouro', label: 'Ouro', archived: false }]),
      field('gasto', 'money' as never),
      field('ativo', 'boolean' as never),
      field('desde', 'date' as never),
    ]);
    const row = readRow(
      reading(['name', 'field:plano', 'field:gasto', 'field:ativo', 'field:desde'], { fields }),
      1,
      [...['Ana', 'OURO', 'R$ 1.234,56', 'Sim', '03/04/2020']],
    );
    expect(row.draft.fields).toEqual({ plano: 'ouro', gasto: 123_456, ativo: true, desde: '2020-04-03' });
    const bad = readRow(reading(['name', 'field:plano'], { fields }), 1, ['Ana', 'Prata']);
    expect(bad.problems).toEqual([{ problem: 'bad_field', column: 'field:plano' }]);
  });
});

describe('days', () => {
  it.each([
    ['20/05/1990', 'dmy', '1990-05-20'],
    ['05/20/1990', 'mdy', '1990-05-20'],
    ['1990-05-20', 'dmy', '1990-05-20'],
    ['1990-05-20T00:00:00Z', 'dmy', '1990-05-20'],
    ['19900520', 'dmy', '1990-05-20'],
    ['1.2.03', 'dmy', '2003-02-01'],
    ['1.2.30', 'dmy', '1930-02-01'],
    ['31/02/1990', 'dmy', null],
    ['20/13/1990', 'dmy', null],
    ['ontem', 'dmy', null],
    ['', 'dmy', null],
  ] as const)('%s (%s) is %s', (text, order, expected) => {
    expect(readDay(text, order, today)).toBe(expected);
  });
});

describe('mapping', () => {
  const none = { saved: [], fields: [] };
  it.each([
    [
      [
        'Nome',
        'E-mail',
        'Celular',
        'CPF',
        'Data de nascimento',
        'Endereço',
        'Bairro',
        'Cidade',
        'UF',
        'CEP',
        'Profissão',
      ],
      [
        'name',
        'email',
        'phone',
        'cpf',
        'birth_date',
        'street',
        'district',
        'city',
        'region',
        'postal_code',
        'new',
      ],
    ],
    [
      ['id', 'name', 'email', 'phone_number', 'company_name', 'labels', 'created_at'],
      ['ignore', 'name', 'email', 'phone', 'company', 'labels', 'ignore'],
    ],
    [
      ['login', 'firstname', 'lastname', 'email', 'mobile', 'organization', 'zip', 'note'],
      ['ignore', 'given', 'surname', 'email', 'phone', 'company', 'postal_code', 'note'],
    ],
    [
      ['first_name', 'surname', 'dob', 'birth_place', 'postcode', 'occupation'],
      ['given', 'surname', 'birth_date', 'new', 'postal_code', 'new'],
    ],
  ])('%s', (headers, expected) => {
    const rows = [headers.map(() => '')];
    const filled = headers.map((header) => (/dob|nascimento/.test(header) ? '1990-05-20' : 'algo'));
    expect(guessMapping(headers, [...rows, filled], none).mapping).toEqual(expected);
  });

  it('a saved mapping with the same columns is taken, whatever their order', () => {
    const saved = {
      id: 'x',
      name: 'ERP',
      columns: [
        { header: 'B', target: 'email' as const },
        { header: 'A', target: 'name' as const },
      ],
      options: { known: 'leave' as const, days: 'ymd' as const, kind: 'human' as const, labelIds: [] },
    };
    const guess = guessMapping(['A', 'B'], [], { saved: [saved], fields: [] });
    expect(guess).toEqual({ mapping: ['name', 'email'], options: saved.options });
    expect(guessMapping(['A', 'B', 'C'], [], { saved: [saved], fields: [] }).options.known).toBe('fill');
  });

  it('the order of days is seen where it shows', () => {
    const days = (...cells: string[]) =>
      guessMapping(
        ['dob'],
        cells.map((cell) => [cell]),
        none,
      ).options.days;
    expect(days('03/04/1990', '12/25/1990')).toBe('mdy');
    expect(days('03/04/1990', '25/12/1990')).toBe('dmy');
    expect(days('1990-12-25')).toBe('ymd');
  });
});

it('names of fields are keys, none twice', () => {
  expect(fieldNameOf('Data da última compra', new Set())).toBe('data_da_ultima_compra');
  expect(fieldNameOf('2ª via', new Set(['via']))).toBe('via_2');
  expect(fieldNameOf('###', new Set())).toBe('campo');
});

it('a table computes nothing in a spreadsheet', () => {
  expect(csvCell('=1+1')).toBe("'=1+1");
  expect(csvCell('+55 41 98877-6655')).toBe('+55 41 98877-6655');
  expect(csvCell(-5)).toBe('-5');
  expect(csvCell('a;"b"\n')).toBe('"a;""b""\n"');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const cell = csvCell(text).replace(/^"/, '');
      expect(/^[=@]/.test(cell)).toBe(false);
    }),
  );
});
