import { type Chance, chanceOf, madeUp, slip, slipOfDigits } from './chance.ts';
import type { Table } from './tables.ts';

/**
 * Famous persons of the past, each some ten times, as lists of them look: nicknames, aliases, dropped and misspelt
 * words, dates to the year or off by a bit, postcodes nearby, families of the same name and place.
 */
const men =
  'john william thomas george james charles henry robert edward joseph richard samuel david francis frederick arthur alfred walter albert peter daniel benjamin hugh philip alexander edwin ernest michael herbert andrew stephen patrick harold ralph christopher nicholas matthew gilbert reginald simon lawrence roger geoffrey percy leonard edmund augustus nathaniel oliver rupert cecil isaac jonathan martin anthony theodore ambrose cuthbert'.split(
    ' ',
  );
const women =
  'mary elizabeth anne margaret jane sarah catherine florence alice emma charlotte frances dorothy eleanor helen harriet emily caroline louisa isabella julia ellen edith martha susan maria annie winifred agnes gertrude lucy victoria barbara joan matilda'.split(
    ' ',
  );
const nicknames: Record<string, readonly string[]> = {
  john: ['jack', 'johnny'],
  william: ['bill', 'will', 'billy'],
  thomas: ['tom', 'tommy'],
  james: ['jim', 'jimmy'],
  charles: ['charlie', 'chas'],
  henry: ['harry', 'hal'],
  robert: ['bob', 'rob', 'bert'],
  edward: ['ted', 'ned', 'eddie'],
  joseph: ['joe'],
  richard: ['dick', 'rick'],
  samuel: ['sam'],
  francis: ['frank'],
  frederick: ['fred', 'freddie'],
  elizabeth: ['liz', 'bess', 'betty', 'eliza'],
  mary: ['molly', 'polly'],
  margaret: ['maggie', 'peggy', 'meg'],
  sarah: ['sally'],
  catherine: ['kate', 'kitty'],
  dorothy: ['dolly', 'dot'],
};
const occupations =
  'politician cricketer footballer writer painter lawyer engineer actor military_officer cleric poet botanist composer architect journalist physician judge banker sculptor explorer botanist historian rugby_player naval_officer singer astronomer chemist rower diplomat entomologist photographer economist philosopher novelist illustrator mathematician geologist tennis_player'.split(
    ' ',
  );
const surnamesCommon =
  'smith jones taylor brown williams wilson johnson davies robinson wright thompson evans walker white roberts green hall wood jackson clarke harris turner hill cooper ward moore king lewis baker scott'.split(
    ' ',
  );

type Person = {
  man: boolean;
  given: string;
  middles: string[];
  surname: string;
  alias: string[];
  date: string;
  place: Place;
  postcode: string;
  jobs: string[];
};
type Place = { name: string; area: string; districts: number };
/** How often what happens to a record, or to a person (`relative`, `pseudonym`). */
type Rates = {
  relative: number;
  pseudonym: number;
  whole: number;
  nickname: number;
  dropped: number;
  slip: number;
  dateless: number;
  dateWrong: number;
};

const usual: Rates = {
  relative: 0.2,
  pseudonym: 0.15,
  whole: 0.45,
  nickname: 0.12,
  dropped: 0.2,
  slip: 0.05,
  dateless: 0.3,
  dateWrong: 0.08,
};

/** About twice the errors and relatives. */
export const hard: Rates = {
  relative: 0.4,
  pseudonym: 0.5,
  whole: 0.25,
  nickname: 0.3,
  dropped: 0.4,
  slip: 0.1,
  dateless: 0.45,
  dateWrong: 0.15,
};

type World = { surnames: string[]; places: Place[] };

const two = (value: number): string => String(value).padStart(2, '0');

function dateOf(chance: Chance, year: number): string {
  return chance.hits(0.25)
    ? `${year}-01-01`
    : `${year}-${two(1 + chance.below(12))}-${two(1 + chance.below(28))}`;
}

function postcodeIn(chance: Chance, place: Place): string {
  const inward = `${chance.below(10)}${chance.pick([...'abdefghjlnpqrstuwxyz'])}${chance.pick([...'abdefghjlnpqrstuwxyz'])}`;
  return `${place.area}${1 + chance.below(place.districts)} ${inward}`;
}

function newPerson(chance: Chance, world: World & { rates: Rates }, relative: Person | undefined): Person {
  const man = chance.hits(0.8);
  const names = man ? men : women;
  const place = relative ? relative.place : chance.common(world.places);
  const surname = relative
    ? relative.surname
    : chance.hits(0.2)
      ? chance.common(surnamesCommon)
      : chance.common(world.surnames);
  const given = relative && relative.man === man && chance.hits(0.4) ? relative.given : chance.common(names);
  const middles = Array.from({ length: chance.below(3) }, () =>
    chance.hits(0.6) ? chance.common(names) : chance.common(world.surnames),
  );
  const born = relative
    ? Number(relative.date.slice(0, 4))
    : 1600 + Math.floor(360 * Math.sqrt(chance.next()));
  const year = relative ? born + (chance.hits(0.5) ? 20 + chance.below(20) : chance.below(10)) : born;
  const alias = [`${given} ${surname}`];
  if (chance.hits(0.25)) alias.push(`${man ? 'sir ' : 'lady '}${given} ${surname}`);
  if (chance.hits(0.12))
    alias.push(`${given} ${surname}, ${1 + chance.below(9)}th baron ${chance.common(world.surnames)}`);
  if (chance.hits(world.rates.pseudonym)) alias.push(`${given} ${chance.common(world.surnames)}`);
  if (middles[0])
    alias.push(
      `${given} ${middles[0]} ${surname}`,
      `${middles[0]} ${surname}`,
      `${given[0]} ${middles[0][0]} ${surname}`,
    );
  const jobs = Array.from({ length: 1 + chance.below(3) }, () =>
    chance.common(occupations).replace('_', ' '),
  );
  return {
    man,
    given,
    middles,
    surname,
    alias,
    date: dateOf(chance, year),
    place,
    postcode: postcodeIn(chance, place),
    jobs,
  };
}

function fullNameOf(chance: Chance, person: Person, rates: Rates): string {
  let words = (
    chance.hits(rates.whole)
      ? [person.given, ...person.middles, person.surname].join(' ')
      : chance.pick(person.alias)
  ).split(' ');
  words = words.map((word) =>
    nicknames[word] && chance.hits(rates.nickname) ? chance.pick(nicknames[word]) : word,
  );
  if (words.length > 2 && chance.hits(rates.dropped)) words.splice(chance.below(words.length), 1);
  if (words.length > 1 && chance.hits(0.03)) words.reverse();
  return words.map((word) => (chance.hits(rates.slip) ? slip(chance, word) : word)).join(' ');
}

function dateFor(chance: Chance, person: Person, rates: Rates): string {
  if (chance.hits(rates.dateless)) return '';
  if (chance.hits(rates.dateWrong)) return `${person.date.slice(0, 4)}-01-01`;
  if (chance.hits(rates.dateWrong)) {
    const digits = slipOfDigits(chance, person.date.replaceAll('-', '').slice(2));
    return `${person.date.slice(0, 2)}${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4)}`;
  }
  if (chance.hits(0.05)) return `${person.date.slice(0, 8)}${two(1 + chance.below(28))}`;
  return person.date;
}

function copyOf(chance: Chance, person: Person, rates: Rates): string[] {
  const full = fullNameOf(chance, person, rates);
  const words = full.replace(/,/g, '').split(' ');
  const [first = '', last = ''] = [words[0], words.length > 1 ? words.at(-1) : ''];
  const postcode = chance.hits(0.2)
    ? ''
    : chance.hits(0.3)
      ? postcodeIn(chance, person.place)
      : person.postcode;
  const place = chance.hits(0.1)
    ? ''
    : chance.hits(0.05)
      ? slip(chance, person.place.name)
      : person.place.name;
  const gender = chance.hits(0.15) ? '' : person.man ? 'male' : 'female';
  const job = chance.hits(0.15) ? '' : chance.hits(0.7) ? (person.jobs[0] ?? '') : chance.pick(person.jobs);
  return [
    full,
    `${first} ${last}`.trim(),
    first,
    last,
    dateFor(chance, person, rates),
    place,
    postcode,
    gender,
    job,
  ];
}

const surnameEndings = 'ton ley ford son field wood man ham well by worth land shaw ers don'.split(' ');
const townEndings = 'bury minster ham pool mouth chester stead dale'.split(' ');
const names =
  'unique_id cluster full_name first_and_surname first_name surname dob birth_place postcode_fake gender occupation'.split(
    ' ',
  );

function newWorld(chance: Chance): World {
  const surnames = madeUp(chance, 2200, surnameEndings);
  const areas = [...'abcdeghlmnprstw'];
  const places = madeUp(chance, 350, townEndings).map(
    (name, at): Place => ({
      name,
      area: `${chance.pick(areas)}${chance.pick(areas)}`,
      districts: at < 10 ? 25 : 6,
    }),
  );
  return { surnames, places };
}

/** About `count` records of a tenth as many persons. */
export function historical(count: number, seed: number, rates: Rates = usual): Table {
  const chance = chanceOf(seed);
  const world = newWorld(chance);
  const rows: string[][] = [];
  const persons: Person[] = [];
  while (rows.length < count) {
    const relative = chance.hits(rates.relative) ? persons[chance.below(persons.length)] : undefined;
    const person = newPerson(chance, { ...world, rates }, relative);
    persons.push(person);
    const copies = 1 + chance.below(10) + chance.below(10);
    for (let copy = 1; copy <= copies && rows.length < count; copy += 1)
      rows.push([`Q${persons.length}-${copy}`, `Q${persons.length}`, ...copyOf(chance, person, rates)]);
  }
  return { name: `historical-like ${count}${rates === hard ? ', hard' : ''}`, names, rows };
}
