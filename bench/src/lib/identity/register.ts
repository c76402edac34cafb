import { type Chance, chanceOf, madeUp, slip, slipOfDigits } from './chance.ts';
import type { Table } from './tables.ts';

/**
 * A register of made-up Australians in the columns of Febrl's generator, with up to five duplicates of each original
 * and up to ten changes in a duplicate, two at most in one field: slips, exchanged and split words, exchanged fields,
 * values lost or replaced by somebody else's.
 */
const given =
  'emiily jack olivia joshua isabella lachlan sophie thomas emily william chloe james ella benjamin charlotte samuel mia nicholas georgia daniel hannah matthew grace liam amelia jacob lily ethan zoe ryan sarah alexander jessica luke ruby noah imogen oliver kayla harrison alannah cooper tahlia dylan caitlin connor brooke mitchell lauren riley madison jayden abbey blake holly caleb bianca jordan kirra hayden jasmine isaac keely finn eliza zachary paige angus tara bailey lucy max jade flynn amber archie laura kai india toby'.split(
    ' ',
  );
const states = 'nsw vic qld wa sa tas act nt'.split(' ');
const kinds = 'street place crescent circuit avenue court close drive road grove'.split(' ');

const names =
  'rec_id given_name surname street_number address_1 address_2 suburb postcode state date_of_birth soc_sec_id'.split(
    ' ',
  );

type World = { surnames: string[]; streets: string[]; farms: string[]; suburbs: string[] };

const two = (value: number): string => String(value).padStart(2, '0');
const dateOf = (chance: Chance): string =>
  `${1900 + chance.below(100)}${two(1 + chance.below(12))}${two(1 + chance.below(28))}`;

/** A fresh value of one field, as somebody else has it. */
function freshValue(chance: Chance, world: World, field: number): string {
  const makers: (() => string)[] = [
    () => chance.common(given),
    () => chance.common(world.surnames),
    () => String(1 + Math.floor(200 * chance.next() ** 2)),
    () => `${chance.common(world.streets)} ${chance.pick(kinds)}`,
    () => chance.common(world.farms),
    () => chance.common(world.suburbs),
    () => String(2000 + chance.below(1400) + (chance.hits(0.5) ? 2000 : 0)),
    () => chance.common(states),
    () => dateOf(chance),
    () => String(1_000_000 + chance.below(9_000_000)),
  ];
  return makers[field]?.() ?? '';
}

/** One change to a row, in a field that may still be changed. */
function change(chance: Chance, world: World, row: string[]): number {
  const field = chance.pick([0, 0, 1, 1, 2, 3, 3, 3, 4, 4, 5, 5, 6, 6, 8, 9]);
  const value = row[field] ?? '';
  if (chance.hits(0.07) && (field === 0 || field === 3)) {
    [row[field], row[field + 1]] = [row[field + 1] ?? '', value];
    return field;
  }
  if (chance.hits(0.1)) row[field] = '';
  else if (chance.hits(0.15) || value === '') row[field] = freshValue(chance, world, field);
  else if ([2, 6, 8, 9].includes(field))
    row[field] = value.length > 1 ? slipOfDigits(chance, value) : freshValue(chance, world, field);
  else if (chance.hits(0.12) && value.includes(' ')) row[field] = value.replace(' ', '');
  else row[field] = chance.hits(0.1) && value.length > 4 ? split(chance, value) : slip(chance, value);
  return field;
}

function split(chance: Chance, value: string): string {
  const at = 1 + chance.below(value.length - 2);
  return `${value.slice(0, at)} ${value.slice(at)}`;
}

function duplicateOf(chance: Chance, world: World, original: readonly string[]): string[] {
  const row = [...original];
  const changes = 1 + chance.below(10);
  const changed = new Map<number, number>();
  for (let made = 0; made < changes; made += 1) {
    const before = [...row];
    const field = change(chance, world, row);
    const count = (changed.get(field) ?? 0) + 1;
    changed.set(field, count);
    if (count > 2) row.splice(0, row.length, ...before);
  }
  return row;
}

/** About `count` records: two originals for three duplicates. */
export function register(count: number, seed: number): Table {
  const chance = chanceOf(seed);
  const world: World = {
    surnames: [
      'white',
      'clarke',
      'ryan',
      'green',
      'campbell',
      ...madeUp(chance, 900, ['ton', 'ley', 'son', 'man', 'ski', 'ell', 'is', 'ford']),
    ],
    streets: madeUp(chance, 900, ['ra', 'way', 'don', 'er', 'by', 'ing', 'ille', 'arra']),
    farms: madeUp(chance, 700, ['dale', 'lea', 'view', 'vale', 'brook', 'wood', 'park']),
    suburbs: madeUp(chance, 900, ['bah', 'ong', 'dah', 'field', 'beach', 'vale', 'ton']),
  };
  const rows: string[][] = [];
  for (let person = 0; rows.length < count; person += 1) {
    const original = Array.from({ length: 10 }, (_, field) =>
      chance.hits([0.03, 0.01, 0.04, 0.02, 0.35, 0, 0, 0.02, 0.06, 0][field] ?? 0)
        ? ''
        : freshValue(chance, world, field),
    );
    rows.push([`rec-${person}-org`, ...original]);
    const copies = chance.hits(0.45) ? 1 + Math.floor(5 * chance.next()) : 0;
    for (let copy = 0; copy < copies && rows.length < count; copy += 1)
      rows.push([`rec-${person}-dup-${copy}`, ...duplicateOf(chance, world, original)]);
  }
  return { name: `register-like ${count}`, names, rows };
}
