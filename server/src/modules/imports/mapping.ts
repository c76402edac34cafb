import type { FieldDefinition } from '@meada/contract/fields';
import type { ColumnTarget, ImportOptions, SavedMapping } from '@meada/contract/routes/imports';
import { type ColumnMeaning, guessColumns } from '../customers/index.ts';
import { dayPattern, hasMonthName } from './days.ts';
import { type System, systems } from './systems.ts';

/** What each column of a list is: from a saved mapping, a known system's export, the header's words, or the values. Pure. */

/** What has no home among these becomes a field of the firm's own: a place of birth, an occupation, the id of a register. */
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
};

export const plainWords = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, ' ')
    .trim();

/** Where other systems keep what a firm invented: the field is called what stands behind it. */
const customKeys = /^(custom|additional|extra)[ _]?(attributes?|fields?)[ ._]+/i;
export const ownName = (header: string): string => header.replace(customKeys, '') || header;

/** Words of headers that decide before anything else: what the words of names and places would misread, first. */
const further: readonly (readonly [RegExp, ColumnTarget])[] = [
  [
    /^(mother|father|mae|pai|madre|padre|spouse|conjuge|conyuge|responsavel|vendedor|seller|user|usuario)\b/,
    'new',
  ],
  [/\b(mae|pai|mother|father|madre|padre)( s)?( name)?$/, 'new'],
  [/^(name|nome|nombre) (of )?(the )?(da |do |de la |del )?(mae|pai|mother|father|madre|padre)$/, 'new'],
  [
    /^(nick ?name|user ?name|apelido|apodo|alias|maiden name|nome social|nombre social|nome de usuario)$/,
    'new',
  ],
  [
    /^(place|city|town|country|state|local|cidade|ciudad|lugar|pais|estado|uf) (of |de |do )?(birth|nas?ci\w+)$/,
    'new',
  ],
  [
    /^(birth|nas?cimi?ento) ?(place|city|town|country|state)$|^(naturalidade|nacionalidade|nationality|nacionalidad)$/,
    'new',
  ],
  [/^(age|idade|edad)( \w+)?$|^(age|idade|edad) (of|de|do)\b/, 'new'],
  [
    /^(date of death|death date|dod|falecimento|obito|data (de |do )?(obito|falecimento)|fecha de defuncion)$/,
    'new',
  ],
  [/^(other|outros?|middle|segundo|second|otros?) (given )?(names?|nomes?|nombres?)$|^mname$/, 'new'],
  [/^(prefix|suffix|titulo|tratamento|salutation|tratamiento|honorific)$/, 'new'],
  [/^(forename|christian name|vorname)s?( 1)?$/, 'given'],
  [/^(names?|nomes?|nombres?) (y|e|and) (surnames?|sobrenomes?|apellidos?)$/, 'name'],
  [
    /^(id|codigo|cod|numero|nro|number|no) (d[oae] |del )?(cliente|customer|contact|contato|registro|record)$/,
    'new',
  ],
  [/^(cliente|customer|contact|contato) (id|number|no|code|codigo)$/, 'new'],
  [/^whats? ?app\b|^(zap|wpp)$/, 'phone'],
  [/^c p$/, 'postal_code'],
  [/^(birth ?year|year of birth|ano (de )?nascimento|ano de nacimiento)$/, 'new'],
  [/^(bairro|district|barrio|neighbou?rhood|colonia)$/, 'district'],
  [
    /^(complemento|complement|address line 2|address 2|endereco 2|direccion 2|(apartment|apt|apto|unit)( number| no)?)$/,
    'complement',
  ],
  [/^(pais|country)( code| name)?$|^(codigo|nome) (do )?pais$/, 'country'],
  [
    /^(house|street|building|house or building)( number| no| num)$|^(nro|n o|num)( casa| exterior)?$/,
    'number',
  ],
  [/^(cargo|funcao|job title|role|puesto|title)$/, 'company_role'],
  [/^(notas?|note|notes|observac(ao|oes)|obs|observaciones|comentarios?|comments?|remarks?)$/, 'note'],
  [/^(etiquetas?|labels?|tags?|marcadores)$/, 'labels'],
  [/^(idioma|language|locale|lingua|preferred language)$/, 'language'],
  [/^(tipo|kind|type|tipo de (pessoa|cliente|persona)|(person|customer) type|pf pj)$/, 'kind'],
  [/^(fidelidade|loyalty( number)?|cartao fidelidade|numero de fidelid?ade)$/, 'loyalty'],
  [
    /^(cpf cnpj|cpf ou cnpj|cnpj cpf|documento?s?|document( number| no| id)?|(numero|nro) (do |de |del )?documento|doc)$/,
    'document',
  ],
  [
    /^((numero|nro|n|no) (do |de )?(ultimo )?pedido|(last )?order (number|no|id)|ultimo pedido|numero de orden)$/,
    'fact:order_number',
  ],
];
/** When a row was last touched by another system: of no use to anybody, unlike since when somebody is a customer. */
const stale =
  /^(updated|modified|atualizado|alterado|actualizado)( at| on| em| el)?$|^last (modified|updated)/;

export type Guess = { mapping: ColumnTarget[]; options: ImportOptions };

/** The mapping a list begins with. */
export function guessMapping(
  headers: readonly string[],
  samples: readonly (readonly string[])[],
  known: { saved: readonly SavedMapping[]; fields: readonly FieldDefinition[] },
): Guess {
  const saved = known.saved.find((one) => covers(one, headers));
  if (saved) {
    const targets = new Map(saved.columns.map((column) => [column.header, column.target]));
    return { mapping: headers.map((header) => targets.get(header) ?? 'ignore'), options: saved.options };
  }
  const names = headers.map(plainWords);
  const system = isOurs(names) ? ours : systems.find(({ has }) => has.every((name) => names.includes(name)));
  const guessed = meaningsOf(headers.map(ownName), samples);
  const mapping = headers.map((header, index): ColumnTarget => {
    const isEmpty = samples.length > 0 && samples.every((row) => (row[index] ?? '') === '');
    const column = { header, name: names[index] ?? '', isEmpty, guess: guessed[index] ?? 'custom' };
    return targetOf(column, system, known.fields);
  });
  const options: ImportOptions = {
    known: 'fill',
    days: daysOf(samples, mapping),
    kind: system?.kind ?? 'human',
    labelIds: [],
  };
  return { mapping: once(mapping, system ? 'ignore' : 'new'), options };
}

/** A header that says nothing: a number, a letter, "coluna 3". */
const isSilent = (name: string): boolean =>
  !/[a-z]{3}/.test(name.replace(/^(column|coluna|columna|col|campo|field)\b/, ''));
/** What values look like although a header speaks of something else: any date may be a birth, any long number a telephone. */
const doubtful = new Set<ColumnMeaning>(['birth', 'phone']);

function meaningsOf(headers: readonly string[], samples: readonly (readonly string[])[]): ColumnMeaning[] {
  const said = guessColumns(headers, []);
  return guessColumns(headers, samples).map((guess, index): ColumnMeaning => {
    const values = samples.map((row) => [row[index] ?? '']);
    const look = guessColumns(['#'], values)[0] ?? 'custom';
    // "Contato" may hold a telephone, whatever else is called so.
    if (guess === 'fullName' && (look === 'email' || look === 'phone')) return look;
    const isDoubtful =
      doubtful.has(guess) && said[index] !== guess && !isSilent(plainWords(headers[index] ?? ''));
    return isDoubtful && !values.every(([cell = '']) => cell === '' || /^[+(]/.test(cell)) ? 'custom' : guess;
  });
}

type Column = { header: string; name: string; isEmpty: boolean; guess: ColumnMeaning };

function targetOf(
  column: Column,
  system: System | undefined,
  fields: readonly FieldDefinition[],
): ColumnTarget {
  const { header, name, isEmpty, guess } = column;
  if (system?.targets[name]) return system.targets[name];
  if (system?.noise?.test(name)) return 'ignore';
  const own = plainWords(ownName(header));
  const field = fields.find((one) => plainWords(one.label) === own || plainWords(one.name) === own);
  if (field) return `field:${field.name}`;
  const word = further.find(([pattern]) => pattern.test(own))?.[1];
  // A column nothing stands in is not worth a field of its own.
  if (word) return word === 'new' && isEmpty ? 'ignore' : word;
  if (stale.test(own)) return 'ignore';
  return meanings[guess] ?? (isEmpty ? 'ignore' : 'new');
}

/** Our own table of customers: its ids and dates are known here already. */
const ours: System = {
  has: [],
  targets: { id: 'ignore', 'criado em': 'ignore', 'created at': 'ignore', 'creado el': 'ignore' },
};
const isOurs = ([id, kind, name]: readonly string[]): boolean =>
  id === 'id' &&
  /^(tipo|type)$/.test(kind ?? '') &&
  /^(nome completo|full name|nombre completo)$/.test(name ?? '');

const covers = (saved: SavedMapping, headers: readonly string[]): boolean =>
  saved.columns.length === headers.length &&
  headers.every((header) => saved.columns.some((column) => column.header === header));

/** What may stand in several columns: telephones, mails, names in parts. */
const repeatable = new Set<ColumnTarget>([
  ...(['ignore', 'email', 'phone', 'labels', 'note', 'new'] as const),
  ...(['complement', 'document', 'fact:order_number'] as const),
]);

/** A second column of the same single thing is a field of its own; of a system we know, its other name for the same. */
function once(mapping: readonly ColumnTarget[], second: 'new' | 'ignore'): ColumnTarget[] {
  return mapping.map((target, index) =>
    !repeatable.has(target) && mapping.indexOf(target) < index ? second : target,
  );
}

/**
 * Whether days are written day first, month first or year first, as far as the samples tell; Brazil writes day first. The
 * columns of birth dates tell it, or, where there is none, any that hold dates.
 */
function daysOf(
  samples: readonly (readonly string[])[],
  mapping: readonly ColumnTarget[],
): ImportOptions['days'] {
  const births = samples.flatMap((row) => row.filter((_, index) => mapping[index] === 'birth_date'));
  const cells = births.some((cell) => cell !== '') ? births : samples.flat();
  const found = cells
    .filter((cell) => !hasMonthName(cell))
    .flatMap((cell) => {
      const match = dayPattern.exec(cell.trim());
      return match ? [match] : [];
    });
  if (found.length === 0) return 'dmy';
  if (found.every((match) => (match[1]?.length ?? 0) === 4)) return 'ymd';
  const first = found.filter((match) => Number(match[1]) > 12 && (match[1]?.length ?? 0) < 4).length;
  const second = found.filter((match) => Number(match[2]) > 12).length;
  return second > first ? 'mdy' : 'dmy';
}
