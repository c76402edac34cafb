import type { FieldDefinition } from '@meada/contract/fields';
import type { ColumnTarget, ImportOptions, SavedMapping } from '@meada/contract/routes/imports';
import { type ColumnMeaning, guessColumns } from '../customers/index.ts';

/** What each column of a list is: from a saved mapping, a known system's export, the header's words, or the values. Pure. */

const meanings: Partial<Record<ColumnMeaning, ColumnTarget>> = {
  fullName: 'name',
  given: 'given',
  surname: 'surname',
  birth: 'birth_date',
  street: 'street',
  number: 'number',
  extra: 'complement',
  city: 'city',
  state: 'region',
  postcode: 'postal_code',
  phone: 'phone',
  email: 'email',
  cpf: 'cpf',
  cnpj: 'cnpj',
  document: 'document',
  company: 'company',
  ignore: 'ignore',
  id: 'ignore',
  cluster: 'ignore',
};

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, ' ')
    .trim();

/** Words of headers beyond the ones a matcher needs. */
const further: readonly (readonly [RegExp, ColumnTarget])[] = [
  [/^(bairro|district|barrio|neighbou?rhood|colonia)$/, 'district'],
  [/^(complemento|complement|address line 2|address 2)$/, 'complement'],
  [/^(pais|country)( code)?$/, 'country'],
  [/^(cargo|funcao|job title|role|puesto|title)$/, 'company_role'],
  [/^(notas?|note|notes|observac(ao|oes)|obs|observaciones|comentarios?|comments?)$/, 'note'],
  [/^(etiquetas?|labels?|tags?|marcadores)$/, 'labels'],
  [/^(idioma|language|locale|lingua)$/, 'language'],
  [/^(tipo|kind|type|tipo de pessoa|person type)$/, 'kind'],
  [/^(fidelidade|loyalty( number)?|cartao fidelidade|numero de fidelid?ade)$/, 'loyalty'],
  [/^(cpf cnpj|cpf ou cnpj|cnpj cpf|documento|document)$/, 'document'],
];

/** Exports of other systems by headers that only they have together. */
const systems: readonly { has: readonly string[]; targets: Readonly<Record<string, ColumnTarget>> }[] = [
  {
    // Chatwoot, contacts as CSV.
    has: ['id', 'name', 'email', 'phone number'],
    targets: {
      id: 'ignore',
      name: 'name',
      email: 'email',
      'phone number': 'phone',
      identifier: 'loyalty',
      'company name': 'company',
      company: 'company',
      city: 'city',
      country: 'country',
      'country code': 'ignore',
      labels: 'labels',
      'created at': 'ignore',
      'last activity at': 'ignore',
      blocked: 'ignore',
    },
  },
  {
    // Zammad, users as CSV.
    has: ['login', 'firstname', 'lastname', 'email'],
    targets: {
      id: 'ignore',
      login: 'ignore',
      firstname: 'given',
      lastname: 'surname',
      email: 'email',
      web: 'ignore',
      phone: 'phone',
      fax: 'ignore',
      mobile: 'phone',
      department: 'ignore',
      street: 'street',
      zip: 'postal_code',
      city: 'city',
      country: 'country',
      address: 'street',
      vip: 'ignore',
      verified: 'ignore',
      active: 'ignore',
      note: 'note',
      'last login': 'ignore',
      organization: 'company',
      roles: 'ignore',
      groups: 'ignore',
      password: 'ignore',
      'out of office': 'ignore',
    },
  },
];

export type Guess = { mapping: ColumnTarget[]; options: ImportOptions };

/** The mapping a list begins with. */
export function guessMapping(
  headers: readonly string[],
  samples: readonly (readonly string[])[],
  known: { saved: readonly SavedMapping[]; fields: readonly FieldDefinition[] },
): Guess {
  const names = headers.map(plain);
  const options: ImportOptions = { known: 'fill', days: daysOf(samples), labelIds: [] };
  const saved = known.saved.find((one) => covers(one, headers));
  if (saved) {
    const targets = new Map(saved.columns.map((column) => [column.header, column.target]));
    return { mapping: headers.map((header) => targets.get(header) ?? 'ignore'), options: saved.options };
  }
  const system = systems.find(({ has }) => has.every((name) => names.includes(name)));
  const guessed = guessColumns([...headers], samples);
  const mapping = names.map((name, index): ColumnTarget => {
    const field = known.fields.find((one) => plain(one.label) === name || plain(one.name) === name);
    if (system?.targets[name]) return system.targets[name];
    if (field) return `field:${field.name}`;
    const word = further.find(([pattern]) => pattern.test(name))?.[1];
    return word ?? meanings[guessed[index] ?? 'ignore'] ?? 'new';
  });
  return { mapping: once(mapping), options };
}

const covers = (saved: SavedMapping, headers: readonly string[]): boolean =>
  saved.columns.length === headers.length &&
  headers.every((header) => saved.columns.some((column) => column.header === header));

/** What may stand in several columns: telephones, mails, names in parts. */
const repeatable = new Set<ColumnTarget>([
  'ignore',
  'email',
  'phone',
  'labels',
  'note',
  'new',
  'complement',
  'document',
]);

/** A second column of the same single thing is a field of its own. */
function once(mapping: readonly ColumnTarget[]): ColumnTarget[] {
  return mapping.map((target, index) =>
    !repeatable.has(target) && mapping.indexOf(target) < index ? 'new' : target,
  );
}

/** Whether days are written day first, month first or year first, as far as the samples tell; Brazil writes day first. */
function daysOf(samples: readonly (readonly string[])[]): ImportOptions['days'] {
  const days = samples
    .flat()
    .flatMap((cell) => /^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})\b/.exec(cell.trim()) ?? []);
  const cells = samples.flat().map((cell) => /^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})\b/.exec(cell.trim()));
  if (days.length === 0) return 'dmy';
  const found = cells.filter((match) => match !== null);
  if (found.every((match) => (match[1]?.length ?? 0) === 4)) return 'ymd';
  if (found.some((match) => Number(match[2]) > 12)) return 'mdy';
  return 'dmy';
}
