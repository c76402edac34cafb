import { describe, expect, it } from 'vitest';
import { type Deduplicated, dedupe, worthAsking } from './dedupe.ts';
import type { PersonRecord } from './records.ts';
import { chance } from './sample.ts';

/** What the firm's own columns tell, and which pairs a person is asked about. */

const givens = 'Ana Bruno Carla Diego Elisa Fabio Gisele Heitor Ines Jonas'.split(' ');
const surnames = 'Abreu Barros Cunha Dornelles Esteves Fagundes Guerra Hoffmann'.split(' ');
const places = 'Lages Bagé Ijuí Osório Canela Gramado Torres Vacaria Erechim Viamão'.split(' ');

/** Two hundred people of few names, each written down twice, born where the column says. */
function townsfolk(columns: (name: string, place: string) => Record<string, string[]>): PersonRecord[] {
  const next = chance(7);
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? '';
  return Array.from({ length: 200 }, (_, at) => {
    const [name, place] = [`${pick(givens)} ${pick(surnames)}`, `${pick(places)} ${at % 7}`];
    const birth = `19${50 + (at % 50)}-0${1 + (at % 9)}-${10 + (at % 18)}`;
    const one = { names: [{ full: name }], births: [birth], custom: columns(name, place) };
    return [
      { id: `p${at}a`, ...one },
      { id: `p${at}b`, ...one },
    ];
  }).flat();
}
const rightOf = (found: Deduplicated): number =>
  found.pairs.filter(({ a, b }) => a.slice(0, -1) === b.slice(0, -1)).length / found.pairs.length;

describe('a column of the firm’s own', () => {
  it('that says the name once more tells nothing: people of one name stay apart', () => {
    const plain = dedupe(townsfolk(() => ({})));
    const doubled = dedupe(townsfolk((name) => ({ alias: [name], cartao: [name.toUpperCase()] })));
    expect(Object.keys(doubled.model.fields)).toEqual(Object.keys(plain.model.fields));
    expect(doubled.clusters).toEqual(plain.clusters);
  });

  it('that is called a place of birth is compared as one', () => {
    const found = dedupe(townsfolk((_, place) => ({ naturalidade: [place], criado_em: [place] })));
    expect(Object.keys(found.model.fields)).not.toContain('custom:criado_em');
    expect(rightOf(found)).toBeGreaterThan(0.95);
    expect(found.pairs.length).toBeGreaterThan(190);
    // The prior of a place, not of any text: half of the people of one household share it.
    expect(found.model.fields['custom:naturalidade']?.h[1]).toBeGreaterThan(0.4);
  });
});

describe('pairs to ask about', () => {
  const copies = (person: number, count: number): PersonRecord[] =>
    Array.from({ length: count }, (_, at) => ({
      id: `q${person}-${at}`,
      names: [{ full: `${givens[person % 10]} Prado ${surnames[person % 8]}` }],
      phones: [`41988${String(100_000 + person)}`],
      births: [`1970-01-${10 + person}`],
    }));
  const found = dedupe([...copies(1, 40), ...copies(2, 5), ...townsfolk(() => ({})).slice(0, 200)]);

  it('are all of a small group, and few of a large one: whoever says yes to them gets the groups', () => {
    const asked = worthAsking(found);
    const of = (person: number) => asked.filter(({ a }) => a.startsWith(`q${person}-`)).length;
    expect(of(2)).toBe(10);
    expect(of(1)).toBeGreaterThanOrEqual(39);
    expect(of(1)).toBeLessThan(130);
    expect(groupsBy(asked)).toEqual(found.clusters.map((ids) => [...ids].sort()).sort(byFirst));
  });

  it('never bridge two groups, unless a document says so', () => {
    const bridged: Deduplicated = {
      ...found,
      pairs: [
        ...found.pairs,
        { a: 'q1-0', b: 'q2-0', bits: 9, probability: 0.99, decision: 'likely' },
        { a: 'q1-1', b: 'q2-1', bits: 9, probability: 0.99, decision: 'certain' },
      ],
    };
    const across = worthAsking(bridged).filter(({ joined }) => !joined);
    expect(across.map(({ a, b }) => [a, b])).toEqual([['q1-1', 'q2-1']]);
  });
});

const byFirst = ([x = '']: readonly string[], [y = '']: readonly string[]): number => (x < y ? -1 : 1);

function groupsBy(pairs: readonly { a: string; b: string }[]): string[][] {
  const groups = new Map<string, Set<string>>();
  for (const { a, b } of pairs) {
    const both = new Set([...(groups.get(a) ?? [a]), ...(groups.get(b) ?? [b])]);
    for (const id of both) groups.set(id, both);
  }
  return [...new Set(groups.values())].map((ids) => [...ids].sort()).sort(byFirst);
}
