/** What the matcher is told of a person. Everything but `id` may be missing, and may be there several times. */
export type PersonRecord = {
  id: string;
  names?: readonly PersonName[];
  /** Any usual form: `1971-06-24`, `24/06/1971`, `19710624`, `1971`. */
  births?: readonly string[];
  birthPlaces?: readonly string[];
  genders?: readonly string[];
  addresses?: readonly PersonAddress[];
  phones?: readonly string[];
  emails?: readonly string[];
  documents?: readonly PersonDocument[];
  occupations?: readonly string[];
  companies?: readonly string[];
  /** Columns nobody knows the meaning of, by their name. */
  custom?: Readonly<Record<string, readonly string[]>>;
  /** Keys of identities that are proven to be this person's (`tel:…`, `mail:…`): the strongest evidence there is. */
  proven?: readonly string[];
};

/** A name as one text, or in parts, or both. */
export type PersonName = { full?: string; given?: string; surname?: string };

export type PersonAddress = {
  street?: string;
  number?: string;
  /** Second line: complement, district, name of the building. */
  extra?: string;
  city?: string;
  state?: string;
  postcode?: string;
};

/** `other` is a foreign or unknown document, compared as opaque text. */
export type PersonDocument = { kind: 'cpf' | 'cnpj' | 'other'; value: string };

/** Longest text of one value that is looked at; hostile input must not cost time. */
const longest = 200;
/** Values of one field that are looked at. */
const most = 20;

/** The values of a field, cut to what is looked at. */
export const values = (list: readonly string[] | undefined): string[] =>
  (list ?? []).slice(0, most).map((value) => cut(value));

/** A text cut to what is looked at; empty for anything that is none. */
export const cut = (value: string | undefined): string =>
  typeof value === 'string' ? value.slice(0, longest) : '';
