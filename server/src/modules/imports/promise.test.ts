import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { rowsAtOnce } from './rules.ts';
import { openImporter } from './testing.ts';

/**
 * What a dry run says comes true: it decides in memory what the real one decides from rows it has written, over several
 * batches of a list whose people share addresses, say more in each row, and contradict each other.
 */

let town: Town;
let shop: Shop;
let importer: ReturnType<typeof openImporter>;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Promessa');
  importer = openImporter(town, shop);
});
afterAll(() => town?.stop());

const header = 'Nome;E-mail;Celular;CPF;Nascimento;Profissão';
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
const names = ['Ana Prado', 'ana prado', 'Ana', 'Rui Prado', 'Rui Sá', 'Bia Lima', 'Bia', ''];
const cpfs = ['', '', '', '529.982.247-25', '111.444.777-35', ''];
const births = ['', '1980-05-01', '', '1991-12-24', ''];
const work = ['', 'Tecelã', '', 'Padeiro'];

/** A list by steps that share no factor: every run the same, every meeting of values there. */
const lines = (rows: number, salt: number): string[] =>
  Array.from({ length: rows }, (_, n) => {
    const [a, b, c] = [n * 7 + salt, n * 13 + (salt % 5), n * 29 + Math.floor(n / 11)];
    const mail = c % 4 === 0 ? '' : `p${(a * 3) % 61}@exemplo.com.br`;
    const phone = c % 3 === 0 ? '' : `4198${String(8_000_000 + ((b * 17) % 47)).slice(0, 7)}`;
    const cells = [pick(names, a), mail, phone, pick(cpfs, c), pick(births, b), pick(work, a + b)];
    return cells.join(';');
  });

it.each(['fill', 'overwrite', 'leave'] as const)(
  'a list of people the firm partly knows: %s',
  async (known) => {
    const salt = { fill: 3, overwrite: 1001, leave: 5002 }[known];
    const before = await importer.bring([header, ...lines(40, salt)].join('\n'));
    await importer.start(before.id);
    const list = [header, ...lines(rowsAtOnce * 2 + 50, salt + 1)].join('\n');
    const dry = await importer.bring(list, { options: { known } });
    const outcomes = (id: string) =>
      shop.run((ctx) =>
        ctx.db
          .selectFrom('import_rows')
          .select(['n', 'outcome', 'problems'])
          .where('import_id', '=', id)
          .orderBy('n')
          .execute(),
      );
    const promised = await outcomes(dry.id);
    await importer.start(dry.id);
    const kept = await outcomes(dry.id);
    // What is added to a known customer may turn out to be there already: then they stay as they were.
    const told = (rows: typeof kept) =>
      rows.map((row) => ({ ...row, outcome: row.outcome === 'leave' ? 'update' : row.outcome }));
    expect(told(kept)).toEqual(told(promised));
    const made = promised.filter(({ outcome }) => outcome === 'create');
    expect(made.length).toBeGreaterThan(20);
    expect(promised.length - made.length).toBeGreaterThan(20);
  },
);
