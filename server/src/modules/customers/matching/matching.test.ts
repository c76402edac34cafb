import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterOf } from './cluster.ts';
import { dedupe } from './dedupe.ts';
import { lookupKeys, scoreCandidates } from './lookup.ts';
import { usualModel } from './model.ts';
import { reasonText } from './reason-texts.ts';
import type { PersonRecord } from './records.ts';
import { chance } from './sample.ts';

/** A base of unlike people, among whom those under test stand. */
const givens =
  'Ana Bruno Carla Diego Elisa Fabio Gisele Heitor Ines Jonas Katia Lauro Magda Nilton Olga'.split(' ');
const surnames = 'Abreu Barros Cunha Dornelles Esteves Fagundes Guerra Hoffmann Inacio Jardim'.split(' ');
const crowd = (count: number): PersonRecord[] => {
  const next = chance(count);
  const below = (end: number): number => Math.floor(next() * end);
  const pick = (list: readonly string[]): string => list[below(list.length)] ?? '';
  return Array.from({ length: count }, (_, at) => ({
    id: `c${at}`,
    names: [{ full: `${pick(givens)} ${pick(surnames)} ${pick(surnames)}` }],
    births: [`${1950 + below(50)}-0${1 + below(9)}-${10 + below(18)}`],
    phones: [`4199${1_000_000 + below(8_000_000)}`],
    emails: [`${pick(surnames)}${below(10_000)}@mail${below(9)}.example`],
  }));
};

const model = usualModel(1000);
const between = (a: PersonRecord, b: PersonRecord) => scoreCandidates(model, a, [b])[0];
const told = (a: PersonRecord, b: PersonRecord): string[] =>
  between(a, b)?.reasons.map((reason) => reasonText(reason, 'en')) ?? [];

const jose: PersonRecord = {
  id: 'a',
  names: [{ full: 'José da Silva Xavier' }],
  births: ['24/06/1971'],
  phones: ['+55 41 98888-7777'],
};

describe('two records', () => {
  it('are told apart in words', () => {
    const other = {
      id: 'b',
      names: [{ full: 'Zé Xavier' }],
      births: ['1980-01-30'],
      phones: ['(41) 8888-7777'],
    };
    const reasons = told(jose, other);
    expect(reasons).toContain('same mobile without the ninth digit');
    expect(reasons).toContain('different date of birth');
    expect(reasons[0]).toMatch(/^names 0\.\d\d, one a nickname$/);
  });

  it('are certain by a sound document and names that fit', () => {
    const [cpf, wrong] = ['529.982.247-25', '529.982.247-52'];
    const named = (id: string, full: string, value: string): PersonRecord => ({
      id,
      names: [{ full }],
      documents: [{ kind: 'cpf', value }],
    });
    const one = named('a', 'Maria Souza', cpf);
    expect(between(one, named('b', 'Maria Souza Lima', cpf))?.decision).toBe('certain');
    expect(between(one, named('b', 'Pedro Souza', cpf))?.decision).not.toBe('certain');
    expect(between(one, named('b', 'Maria Souza Filha Júnior', cpf))?.decision).not.toBe('certain');
    expect(between(named('a', 'Maria Souza', wrong), named('b', 'Maria Souza', wrong))?.decision).not.toBe(
      'certain',
    );
  });

  it('are certain by a proven identity, not by a written one', () => {
    const proven = (id: string, full: string): PersonRecord => ({ id, names: [{ full }], proven: ['tel:1'] });
    expect(between(proven('a', 'Ana Lima'), proven('b', 'Ana Lima'))?.decision).toBe('certain');
    expect(between(proven('a', 'Ana Lima'), proven('b', 'Rui Lima'))?.decision).not.toBe('certain');
    const written = (id: string): PersonRecord => ({
      id,
      names: [{ full: 'Ana Lima' }],
      phones: ['41988887777'],
    });
    expect(between(written('a'), written('b'))?.decision).toBe('likely');
  });

  it('are two where a household shares everything but the person', () => {
    const home = {
      addresses: [{ street: 'Rua das Flores', number: '12', postcode: '80000-100', city: 'Curitiba' }],
      phones: ['4133334444'],
    };
    const twin = (id: string, full: string): PersonRecord => ({
      id,
      ...home,
      names: [{ full }],
      births: ['1990-05-05'],
    });
    expect(between(twin('a', 'Paulo Xavier'), twin('b', 'Marcia Xavier'))?.decision).toBe('no');
    const father = { id: 'a', ...home, names: [{ full: 'Paulo Xavier' }], births: ['1960-01-02'] };
    const son = { id: 'b', ...home, names: [{ full: 'Paulo Xavier Filho' }], births: ['1990-05-05'] };
    expect(between(father, son)?.decision).toBe('no');
  });

  it('count a rare name for more than a common one', () => {
    const learned = dedupe([
      ...crowd(200),
      ...crowd(260)
        .slice(200)
        .map(({ births }, at) => ({ id: `s${at}`, births, names: [{ full: `${givens[at % 15]} Silva` }] })),
    ]).model;
    const of = (surname: string): number => {
      const named = (id: string): PersonRecord => ({ id, names: [{ full: `Zuleica ${surname}` }] });
      return scoreCandidates(learned, named('a'), [named('b')])[0]?.bits ?? 0;
    };
    expect(of('Bartholomeu')).toBeGreaterThan(of('Silva') + 2);
  });

  it('share a key when they may be the same', () => {
    const other: PersonRecord = { id: 'b', names: [{ given: 'Xavier', surname: 'Jose' }] };
    const keys = new Set(lookupKeys(jose));
    expect(lookupKeys(other).some((key) => keys.has(key))).toBe(true);
    expect(lookupKeys({ id: 'c', phones: ['+554188887777'] }).some((key) => keys.has(key))).toBe(true);
  });
});

describe('a base', () => {
  it('works with twenty customers', () => {
    const again: PersonRecord = { ...(crowd(20)[3] as PersonRecord), id: 'again', emails: [] };
    const found = dedupe([...crowd(20), again]);
    expect(found.clusters).toEqual([['again', 'c3']]);
  });

  it('never merges people by what they share', () => {
    const office = crowd(60).map((person, at) =>
      at < 12 ? { ...person, emails: ['contato@firma.example'], phones: ['4133334444'] } : person,
    );
    const found = dedupe(office);
    expect(found.clusters).toEqual([]);
    expect(found.shared.map(({ value }) => value)).toContain('contato@firma.example');
  });

  it('is not melted by one wrong bridge', () => {
    const pairs: [number, number, number][] = [];
    for (const from of [0, 5])
      for (let a = from; a < from + 5; a += 1)
        for (let b = a + 1; b < from + 5; b += 1) pairs.push([a, b, 8]);
    pairs.push([4, 5, 9]);
    const scored = {
      a: Int32Array.from(pairs, ([a]) => a),
      b: Int32Array.from(pairs, ([, b]) => b),
      bits: Float32Array.from(pairs, ([, , bits]) => bits),
      compared: pairs.length,
    };
    const roots = [...clusterOf(scored, 10)];
    expect(new Set(roots.slice(0, 4)).size).toBe(1);
    expect(new Set(roots.slice(6)).size).toBe(1);
    expect(roots[0]).not.toBe(roots[9]);
  });
});

const word = fc.oneof(
  fc.constantFrom('Maria', 'José', 'Silva', 'Souza', 'Júnior', 'de', 'Xavier', 'Ana', ''),
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '\u0000',
    '\u202eevil',
    'مريم',
    'a'.repeat(5000),
    '__proto__',
    'constructor',
    '😀',
    '\ud800',
  ),
);
const person = fc.record({
  names: fc.array(fc.record({ full: word, given: word, surname: word }, { requiredKeys: [] }), {
    maxLength: 3,
  }),
  births: fc.array(fc.oneof(word, fc.constantFrom('1971-06-24', '24/06/1971', '1971')), { maxLength: 2 }),
  phones: fc.array(fc.oneof(word, fc.constantFrom('41988887777', '+554188887777')), { maxLength: 2 }),
  emails: fc.array(fc.oneof(word, fc.constantFrom('a@b.example', 'info@firma.example')), { maxLength: 2 }),
  addresses: fc.array(
    fc.record({ street: word, number: word, city: word, postcode: word }, { requiredKeys: [] }),
    { maxLength: 2 },
  ),
  documents: fc.array(fc.record({ kind: fc.constantFrom('cpf' as const, 'other' as const), value: word }), {
    maxLength: 2,
  }),
  custom: fc.dictionary(word, fc.array(word, { maxLength: 2 }), { maxKeys: 3 }),
});
const numbered = (people: readonly Omit<PersonRecord, 'id'>[]): PersonRecord[] =>
  people.map((one, at) => ({ ...one, id: `p${at}` }));

describe('whatever is put in', () => {
  it('scores the same both ways', () => {
    fc.assert(
      fc.property(person, person, (one, other) => {
        const [a, b] = numbered([one, other]) as [PersonRecord, PersonRecord];
        const [there, back] = [between(a, b), between(b, a)];
        expect(there?.bits).toBeCloseTo(back?.bits ?? Number.NaN, 9);
        expect(there?.decision).toBe(back?.decision);
      }),
      { numRuns: 150 },
    );
  });

  it('finds the same clusters in any order', () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (people, order) => {
        const records = numbered(people);
        const shuffled = records
          .map((record) => [order.next().value, record] as const)
          .sort(([x], [y]) => x - y);
        const [one, other] = [dedupe(records), dedupe(shuffled.map(([, record]) => record))];
        expect(other.clusters).toEqual(one.clusters);
        expect(other.pairs).toEqual(one.pairs);
      }),
      { numRuns: 30 },
    );
  });

  it('gives reasons only for fields that both have', () => {
    fc.assert(
      fc.property(person, person, (one, other) => {
        const [a, b] = numbered([one, other]) as [PersonRecord, PersonRecord];
        for (const reason of between(a, b)?.reasons ?? []) {
          expect(
            reason.values.every((value) => value !== ''),
            reason.field,
          ).toBe(true);
          if (reason.field === 'phone') expect([a.phones?.length, b.phones?.length]).not.toContain(0);
          for (const language of ['pt-BR', 'en', 'es'] as const)
            expect(reasonText(reason, language)).not.toMatch(/undefined|\{field\}|\{number\}/);
        }
      }),
      { numRuns: 150 },
    );
  });
});
