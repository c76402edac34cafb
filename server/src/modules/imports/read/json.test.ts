import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import { openReader } from './testing.ts';

/** Lists as JSON: what APIs answer, written by ourselves in their shape. */

const { read, problem, close } = openReader();
afterAll(close);

const contact = (id: number, more: object = {}) => ({
  additional_attributes: {
    city: 'Curitiba',
    company_name: 'Lã & Cia',
    social_profiles: { instagram: 'ana.tece' },
  },
  availability_status: 'offline',
  email: `ana${id}@exemplo.com.br`,
  id,
  name: `Ana ${id}`,
  phone_number: '+5541988776655',
  blocked: false,
  identifier: null,
  thumbnail: '',
  custom_attributes: { plano: 'ouro', pontos: 12 },
  last_activity_at: 1_750_000_000,
  contact_inboxes: [
    { source_id: '5541988776655', inbox: { id: 3, name: 'Zap' } },
    { source_id: 'a-b', inbox: { id: 4, name: 'Site' } },
  ],
  ...more,
});
const page = (...contacts: object[]) => ({ meta: { count: 2, current_page: '1' }, payload: contacts });
const column = (rows: string[][], name: string): (string | undefined)[] =>
  rows.slice(1).map((row) => row[rows[0]?.indexOf(name) ?? -1]);

describe('the shapes people have', () => {
  const [one, two] = [page(contact(1), contact(2)), page(contact(3, { labels: ['vip', 'atacado'] }))];
  it.each([
    ['a page', JSON.stringify(page(contact(1), contact(2), contact(3, { labels: ['vip', 'atacado'] })))],
    ['pages one after another', `${JSON.stringify(one, null, 2)}\n${JSON.stringify(two)}\n`],
    ['pages in an array', JSON.stringify([one, two])],
    ['an array', JSON.stringify([...one.payload, ...two.payload])],
    ['one object a line', [...one.payload, ...two.payload].map((row) => JSON.stringify(row)).join('\r\n')],
    [
      'an answer within an answer',
      JSON.stringify({ status: 200, data: page(...one.payload, ...two.payload) }),
    ],
  ])('%s', async (_name, text) => {
    const { format, rows } = await read(text);
    expect(format).toBe('json');
    expect(column(rows, 'name')).toEqual(['Ana 1', 'Ana 2', 'Ana 3']);
    expect(column(rows, 'custom_attributes.plano')).toEqual(['ouro', 'ouro', 'ouro']);
    expect(column(rows, 'custom_attributes.pontos')[0]).toBe('12');
    expect(column(rows, 'additional_attributes.social_profiles.instagram')[0]).toBe('ana.tece');
    expect(column(rows, 'contact_inboxes.source_id')[0]).toBe('5541988776655; a-b');
    expect(column(rows, 'labels')).toEqual(['', '', 'vip; atacado']);
    expect(column(rows, 'identifier')).toEqual(['', '', '']);
  });

  it('users with their organisation, settings and rights', async () => {
    const user = {
      ...{
        id: 7,
        organization_id: 2,
        login: 'rui@exemplo.com.br',
        firstname: 'Rui',
        lastname: 'Sá',
        email: 'rui@exemplo.com.br',
      },
      ...{
        web: '',
        phone: '',
        mobile: '41 98877-0000',
        zip: '80020-310',
        vip: false,
        note: '',
        organization: 'Lã & Cia',
      },
      preferences: {
        locale: 'pt-br',
        notification_config: { matrix: { create: { criteria: { owned_by_me: true } } } },
      },
      ...{ role_ids: [3], group_ids: {}, roles: ['Customer'], matricula: 12345678901234567890n },
    };
    const text = JSON.stringify([user, { ...user, id: 8 }], (_key, value) =>
      typeof value === 'bigint' ? 'BIG' : value,
    );
    const { rows } = await read(text.replaceAll('"BIG"', '12345678901234567890'));
    expect(column(rows, 'matricula')[0]).toBe('12345678901234567890');
    expect(column(rows, 'preferences.locale')[0]).toBe('pt-br');
    expect(column(rows, 'preferences.notification_config.matrix.create')[0]).toBe(
      '{"criteria":{"owned_by_me":true}}',
    );
    expect(column(rows, 'organization')[1]).toBe('Lã & Cia');
  });

  it.each(['utf-16le', 'utf-16be', 'windows-1252'])('in %s, without a mark', async (encoding) => {
    const { rows } = await read(
      iconv.encode(JSON.stringify([{ nome: 'José', cidade: 'São Paulo' }]), encoding),
    );
    expect(rows[1]).toEqual(['José', 'São Paulo']);
  });

  it('of a key that stands twice the last counts, and keys of the language are columns like others', async () => {
    const { rows } = await read('[{"nome":"Ana","nome":"Bia","__proto__":{"x":"1"},"constructor":"y"}]');
    expect(rows).toEqual([
      ['nome', '__proto__.x', 'constructor'],
      ['Bia', '1', 'y'],
    ]);
    expect(({} as { x?: string }).x).toBeUndefined();
  });

  it('many records: one is unpacked at a time', async () => {
    const lines = Array.from({ length: 30_000 }, (_, n) =>
      JSON.stringify({ n, nome: `Pessoa ${n}`, tags: ['a', 'b'] }),
    );
    const { rows } = await read(lines.join('\n'));
    expect(rows).toHaveLength(30_001);
    expect(rows.at(-1)).toEqual(['29999', 'Pessoa 29999', 'a; b']);
  });
});

describe('refused', () => {
  const deep = (open: string, close: string) =>
    `[{"a":${open.repeat(1_000_000)}1${close.repeat(1_000_000)}}]`;
  it.each([
    ['brackets within brackets', deep('[', ']'), 'too_deep'],
    ['objects within objects', deep('{"a":', '}'), 'too_deep'],
    ['brackets alone', '['.repeat(5_000_000), 'too_deep'],
    ['pages within pages', '{"data":{"data":{"data":{"data":{"data":{"data":[{"x":1}]}}}}}}', 'too_deep'],
    ['cut off', '[{"nome":"Ana"},{"nome":"B', 'damaged'],
    ['words outside of quotes', '[{"nome":Ana}]', 'damaged'],
    ['a list of numbers', '[[1,2],[3]]', 'no_list'],
    ['an empty list', '[]', 'no_list'],
    ['an empty page', '{"meta":{},"payload":[]}', 'no_list'],
    ['a record of two megabytes', JSON.stringify([{ nome: 'x'.repeat(2_000_000) }]), 'row_too_long'],
    ['a value too long', JSON.stringify([{ nome: 'x'.repeat(40_000) }]), 'cell_too_long'],
    [
      'keys without end',
      JSON.stringify([Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`k${n}`, 1]))]),
      'too_many_columns',
    ],
    ['backslashes without end', `[{"a":"${'\\'.repeat(3_000_001)}"}]`, 'damaged'],
  ])('%s', async (_name, text, expected) => {
    expect(await problem(text)).toBe(expected);
  });
});
