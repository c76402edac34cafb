import { type Column, columnOf, isEmpty, newDictionary } from './columns.ts';
import { compareMails } from './compare-mail.ts';
import { nameComparers } from './compare-names.ts';
import {
  bestOf,
  crossing,
  type Finding,
  type Judge,
  judgeDigits,
  judgeLine,
  judgeNumber,
  judgePostcode,
} from './compare-text.ts';
import { documentOf, mailOf, phoneDigits } from './contacts.ts';
import { compareDates, type DateLevel, dateDigits } from './dates.ts';
import { type ColumnMeaning, meaningOfHeader } from './guess.ts';
import { close, different, elsewhere, type FieldKind, missing, partly, same, similar } from './levels.ts';
import { isOfName, type NameParts, nameParts } from './names.ts';
import { lineOf, placeOf } from './places.ts';
import { type PersonRecord, values } from './records.ts';
import { fold } from './text.ts';

/** One field of all records, ready to be compared. */
export type Feature = {
  name: string;
  /** What it tells of a person: its name, or for a column of the firm's own what that is called like. */
  role: string;
  kind: FieldKind;
  column: Column;
  compare: (a: number, b: number, found: Finding) => void;
};

/** Records in a form that can be compared millions of times. Features stand in order of how much they tell. */
export type Prepared = {
  records: readonly PersonRecord[];
  features: Feature[];
  names: { given: Column; surname: Column; others: Column };
};

const dateLevel: Record<DateLevel, number> = {
  same,
  oneEdit: close,
  near: elsewhere,
  yearOnly: partly,
  loose: similar,
  different,
};

const judgeDate: Judge = (a, b) => dateLevel[compareDates(a, b)];

const judgeCategory: Judge = () => different;

/** Stands for a whole name that has no Junior, Filho or Neto. */
const noSuffix = '-';

/** Suffixes of names: two names without one say nothing; one with and one without may be father and son. */
function compareSuffix(column: Column): Feature['compare'] {
  const { texts } = column.dictionary;
  const best = bestOf(column, (a, b) => (a === noSuffix || b === noSuffix ? partly : different));
  return (a, b, found) => {
    best(a, b, found);
    if (found.level === same && texts[found.item] === noSuffix) found.level = missing;
  };
}

type Lists = string[][];

const none: string[] = [];

/** Most records have no value in most fields, or one. */
function unique(list: (string | null)[]): string[] {
  if (list.length === 0) return none;
  const kept = list.filter((value): value is string => value !== null && value !== '');
  return kept.length < 2 ? kept : [...new Set(kept)];
}

/** Reads every record once and lines its values up by field. */
export function prepare(records: readonly PersonRecord[]): Prepared {
  const tokens = newDictionary();
  const parts = records.map(nameParts);
  const names = {
    given: columnOf(
      parts.map((part) => part.given),
      tokens,
    ),
    surname: columnOf(
      parts.map((part) => part.surname),
      tokens,
    ),
    others: columnOf(
      parts.map((part) => part.others),
      tokens,
    ),
  };
  const compare = nameComparers(names);
  const suffix = columnOf(parts.map((part) => [part.suffix || (part.surname.length > 0 ? noSuffix : '')]));
  const features: Feature[] = [
    ...contactFeatures(records, [names.given, names.surname]),
    ...placeFeatures(records),
    named('surname', { kind: 'surname', column: names.surname, compare: compare.surname }),
    named('given', { kind: 'given', column: names.given, compare: compare.given }),
    named('others', { kind: 'others', column: names.others, compare: compare.others }),
    named('suffix', { kind: 'suffix', column: suffix, compare: compareSuffix(suffix) }),
    ...customFeatures(records, parts),
  ];
  return { records, names, features: features.filter((feature) => !isEmpty(feature.column)) };
}

const named = (name: string, rest: Omit<Feature, 'name' | 'role'>): Feature => ({
  name,
  role: name,
  ...rest,
});

const feature = (name: string, kind: FieldKind, [lists, judge]: [Lists, Judge]): Feature => {
  const column = columnOf(lists);
  return named(name, { kind, column, compare: bestOf(column, judge) });
};

function contactFeatures(records: readonly PersonRecord[], names: readonly Column[]): Feature[] {
  const documents = records.map((record) =>
    unique((record.documents ?? []).slice(0, 8).map((document) => documentOf(document)?.value ?? null)),
  );
  const emails = records.map((record) =>
    unique(
      values(record.emails).map((text) => {
        const mail = mailOf(text);
        return mail ? `${mail.local}@${mail.domain}` : null;
      }),
    ),
  );
  const phones = records.map((record) => unique(values(record.phones).map(phoneDigits)));
  const births = records.map((record) => unique(values(record.births).map(dateDigits)));
  const mails = columnOf(emails);
  return [
    feature('document', 'document', [documents, judgeDigits]),
    feature('phone', 'phone', [phones, judgeDigits]),
    named('email', { kind: 'email', column: mails, compare: compareMails(mails, names) }),
    feature('birth', 'birth', [births, judgeDate]),
  ];
}

function placeFeatures(records: readonly PersonRecord[]): Feature[] {
  const places = records.map((record) => (record.addresses ?? []).slice(0, 8).map(placeOf));
  const of = (key: keyof (typeof places)[number][number]): Lists =>
    places.map((list) => unique(list.map((place) => place[key])));
  const lines = newDictionary();
  const street = columnOf(of('street'), lines);
  const extra = columnOf(of('extra'), lines);
  const birthPlaces = records.map((record) => unique(values(record.birthPlaces).map(lineOf)));
  return [
    feature('postcode', 'postcode', [of('postcode'), judgePostcode]),
    named('street', { kind: 'street', column: street, compare: crossing(street, extra, judgeLine) }),
    named('extra', { kind: 'extra', column: extra, compare: crossing(extra, street, judgeLine) }),
    feature('number', 'number', [of('number'), judgeNumber]),
    feature('city', 'city', [of('city'), judgeLine]),
    feature('birthPlace', 'city', [birthPlaces, judgeLine]),
    feature('state', 'category', [of('state'), judgeCategory]),
  ];
}

/** A column of the firm's own; it may be called `constructor`. */
const ownColumn = (record: PersonRecord, name: string): readonly string[] | undefined =>
  record.custom && Object.hasOwn(record.custom, name) ? record.custom[name] : undefined;

function customFeatures(records: readonly PersonRecord[], parts: readonly NameParts[]): Feature[] {
  const lists = (read: (record: PersonRecord) => readonly string[] | undefined): Lists =>
    records.map((record) => unique(values(read(record)).map(lineOf)));
  const own = [...new Set(records.flatMap((record) => Object.keys(record.custom ?? {})))]
    .filter((name) => !idle.has(meaningOfHeader(name)))
    .sort()
    .slice(0, 20);
  return [
    feature('company', 'text', [lists((record) => record.companies), judgeLine]),
    feature('occupation', 'text', [lists((record) => record.occupations), judgeLine]),
    feature('gender', 'category', [records.map((record) => gendersOf(record.genders)), judgeCategory]),
    ...own.map((name) => ownFeature(name, records, parts)),
  ];
}

const gendersOf = (list: readonly string[] | undefined): string[] =>
  unique(values(list).map((text) => fold(text).slice(0, 1)));

/** Columns that tell nothing of a person: numbers of rows, days on which somebody was written down. */
const idle = new Set<ColumnMeaning | null>(['id', 'cluster', 'ignore']);

/** What a column of the firm's own may be by what it is called; the rest is text of unknown meaning. */
const known: Partial<Record<ColumnMeaning, { kind: FieldKind; judge: Judge }>> = {
  birthPlace: { kind: 'city', judge: judgeLine },
  occupation: { kind: 'text', judge: judgeLine },
  gender: { kind: 'category', judge: judgeCategory },
};

function ownFeature(name: string, records: readonly PersonRecord[], parts: readonly NameParts[]): Feature {
  const meaning = meaningOfHeader(name);
  const role = meaning && known[meaning] ? meaning : `custom:${name}`;
  const { kind, judge } = (meaning && known[meaning]) || { kind: 'text', judge: judgeLine };
  const lists = records.map((record, at) => {
    const list = ownColumn(record, name);
    if (meaning === 'gender') return gendersOf(list);
    // A name written once more would count twice, and make everybody of one name the same person.
    const further = values(list).filter((text) => !isOfName(text, parts[at] as NameParts));
    return unique(further.map(lineOf));
  });
  return { ...feature(`custom:${name}`, kind, [lists, judge]), role };
}
