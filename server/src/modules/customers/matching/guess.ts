import { cpfOf } from '../cpf.ts';
import { isCnpj } from './contacts.ts';
import { dateDigits } from './dates.ts';
import { fold } from './text.ts';

/** What a column of a foreign list holds. `custom` is text of unknown meaning, `ignore` tells nothing of a person. */
export type ColumnMeaning =
  | 'id'
  | 'cluster'
  | 'fullName'
  | 'alias'
  | 'given'
  | 'surname'
  | 'birth'
  | 'birthPlace'
  | 'gender'
  | 'street'
  | 'number'
  | 'extra'
  | 'city'
  | 'state'
  | 'postcode'
  | 'phone'
  | 'email'
  | 'cpf'
  | 'cnpj'
  | 'document'
  | 'occupation'
  | 'company'
  | 'custom'
  | 'ignore';

/** Words of a header, folded, whole or as a part; the first line that fits counts. English, Portuguese, Spanish. */
const headers: readonly (readonly [ColumnMeaning, RegExp])[] = [
  ['cluster', /^(true )?(cluster|entity|person|pessoa)( id)?$/],
  [
    'ignore',
    /source dataset|created|updated|criado|atualizado|data (de )?cadastro|fecha (de )?(alta|registro)/,
  ],
  ['email', /\b(e ?mails?|correio|correo)\b/],
  [
    'phone',
    /\b(phones?|tel|telefones?|telephones?|telefonos?|celular(es)?|cel|mobile|movil|\w+app|zap|fone|fones|ddd)\b/,
  ],
  ['cpf', /\bcpf\b/],
  ['cnpj', /\bcnpj\b/],
  [
    'document',
    /\b(soc sec( id)?|ssn|social security|passport|passaporte|pasaporte|rg|dni|nif|nie|document[oa]?|tax id|national id|identidade|cedula|licen[cs]e number)\b/,
  ],
  ['id', /^(.* )?(unique id|rec id|record id|row id|external id|uuid|codigo( do cliente)?|cod|id)$/],
  [
    'birthPlace',
    /birth ?(place|city|town)|place of birth|naturalidade|(local|lugar|cidade|ciudad) (de )?nas?cimi?ento/,
  ],
  [
    'birth',
    /\b(dob|birth ?(date|day)?|date of birth|nascimento|(data|dt|fecha) (de |do )?nas?c\w*|nacimiento|aniversario)\b/,
  ],
  ['gender', /\b(gender|sex|sexo|genero)\b/],
  [
    'alias',
    /\b(alias|aliases|nickname|apelido|apodo|first and surname|social name|nome social|maiden name|known as)\b/,
  ],
  [
    'company',
    /\b(company|empresa|organi[sz]ation|organizacao|razao social|employer|empregador|nome fantasia)\b/,
  ],
  ['surname', /\b(surname|last ?name|family name|sobrenomes?|apellidos?|lname|ultimo nome)\b/],
  ['given', /\b(given ?names?|first ?names?|forenames?|fname|primeiro nome|prenome|nombre de pila)\b/],
  [
    'fullName',
    /\b(full ?name|nome completo|nombre completo|name|nome|nombre|cliente|customer|contato|contact)\b/,
  ],
  ['postcode', /\b(post ?codes?|postal ?code|zip( ?code)?|cep|codigo postal|postcode fake|cp)\b/],
  ['number', /\b(street number|house number|numero( da casa)?|n|no|nr|num)\b/],
  [
    'extra',
    /\b(address ?(line )?2|complement[oa]?|bairro|district|neighbou?rhood|barrio|colonia|endereco 2)\b/,
  ],
  ['street', /\b(address( ?(line )?1)?|street|rua|endereco|logradouro|direccion|calle|addr)\b/],
  ['city', /\b(city|town|suburb|cidade|municipio|ciudad|localidade|localidad)\b/],
  ['state', /\b(state|province|provincia|estado|uf|county|region)\b/],
  ['occupation', /\b(occupation|job|profession|profissao|ocupacao|ocupacion|profesion|cargo)\b/],
];

/** What the values look like when the header says nothing. */
const looks: readonly (readonly [ColumnMeaning, (value: string) => boolean])[] = [
  ['email', (value) => /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(value)],
  ['cpf', (value) => cpfOf(value) !== null && /^[\d.\- ]{11,14}$/.test(value)],
  ['cnpj', (value) => isCnpj(value.replace(/[^A-Za-z\d]/g, '').toUpperCase())],
  ['birth', (value) => isPlausibleBirth(value)],
  ['phone', (value) => /^\+?[\d\s().-]{8,20}$/.test(value) && value.replace(/\D/g, '').length >= 10],
  ['postcode', (value) => /^\d{5}-\d{3}$/.test(value)],
];

function isPlausibleBirth(value: string): boolean {
  const date = value.length >= 8 ? dateDigits(value) : null;
  if (!date) return false;
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(4, 6)), Number(date.slice(6))];
  return year > 1000 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** Headers like `phone_2` or `endereço (linha 1)` as words. */
const wordsOfHeader = (header: string): string =>
  fold(header.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' '));

/** Headers met before: the firm's own fields are asked for with every customer who arrives. */
const met = new Map<string, ColumnMeaning | null>();

/** What a column's header alone says it holds; null when nothing. */
export function meaningOfHeader(header: string): ColumnMeaning | null {
  const before = met.get(header);
  if (before !== undefined) return before;
  const words = wordsOfHeader(header);
  const meaning = headers.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
  if (met.size >= 1000) met.clear();
  met.set(header, meaning);
  return meaning;
}

function byValues(sample: readonly string[]): ColumnMeaning {
  const filled = sample.map((value) => value.trim()).filter((value) => value !== '');
  if (filled.length === 0) return 'ignore';
  for (const [meaning, fits] of looks) if (filled.filter(fits).length >= 0.8 * filled.length) return meaning;
  return 'custom';
}

/**
 * Guesses what each column of a list holds, from its header and, where that says nothing, from its values. A column
 * that is called an address of e-mail but holds none is text.
 */
export function guessColumns(
  names: readonly string[],
  rows: readonly (readonly string[])[],
): ColumnMeaning[] {
  const guessed = names.map((name, index): ColumnMeaning => {
    const sample = rows.slice(0, 500).map((row) => row[index] ?? '');
    return meaningOfHeader(name) ?? byValues(sample);
  });
  const single = guessed.map((meaning, index) => corrected(meaning, guessed, index));
  const parts = names.map((name, index) =>
    // "Nombre" beside "Apellidos" is the given name alone, unless it says that it is the whole.
    single[index] === 'fullName' && single.includes('surname') && !/full|complet/.test(wordsOfHeader(name))
      ? 'given'
      : single[index],
  );
  return guessed.includes('given') ? single : (parts as ColumnMeaning[]);
}

/** The first column called an id is the row's; further ones are documents or text. */
function corrected(meaning: ColumnMeaning, all: readonly ColumnMeaning[], index: number): ColumnMeaning {
  if (meaning === 'id' && all.indexOf('id') !== index) return 'ignore';
  if (meaning === 'street' && all.indexOf('street') !== index) return 'extra';
  return meaning;
}
