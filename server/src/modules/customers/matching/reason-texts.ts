import type { Reason, ReasonKind } from './reasons.ts';

/** Languages a reason can be told in. */
export type ReasonLanguage = 'pt-BR' | 'en' | 'es';

type Texts = Record<ReasonLanguage, string>;

const texts = (pt: string, en: string, es: string): Texts => ({ 'pt-BR': pt, en, es });

/** Fields as a person names them, with the article where the language needs one for "same". */
const fields: Record<string, Texts> = {
  document: texts('documento', 'document', 'documento'),
  phone: texts('telefone', 'phone', 'teléfono'),
  email: texts('e-mail', 'email', 'correo'),
  birth: texts('data de nascimento', 'date of birth', 'fecha de nacimiento'),
  postcode: texts('CEP', 'postcode', 'código postal'),
  street: texts('rua', 'street', 'calle'),
  extra: texts('complemento', 'second address line', 'complemento'),
  number: texts('número da casa', 'house number', 'número de casa'),
  city: texts('cidade', 'city', 'ciudad'),
  birthPlace: texts('naturalidade', 'birthplace', 'lugar de nacimiento'),
  state: texts('estado', 'state', 'estado'),
  suffix: texts(
    'agnome (Júnior, Filho, Neto)',
    'suffix (Junior, Filho, Neto)',
    'sufijo (Junior, Filho, Neto)',
  ),
  company: texts('empresa', 'company', 'empresa'),
  occupation: texts('profissão', 'occupation', 'profesión'),
  gender: texts('sexo', 'gender', 'sexo'),
};

/** How a field agrees; `{field}` and `{number}` are put in. */
const general: Record<ReasonKind, Texts> = {
  same: texts('{field}: igual', 'same {field}', '{field}: igual'),
  sameWithoutNinthDigit: texts(
    'mesmo celular sem o nono dígito',
    'same mobile without the ninth digit',
    'mismo celular sin el noveno dígito',
  ),
  nickname: texts('{field}: forma curta', '{field}: short form', '{field}: forma corta'),
  slip: texts('{field}: diferença de digitação', '{field}: typing error', '{field}: error de tecleo'),
  exchanged: texts('{field}: em outro campo', '{field}: in another field', '{field}: en otro campo'),
  near: texts('{field}: quase igual', '{field}: nearly the same', '{field}: casi igual'),
  partly: texts('{field}: igual em parte', '{field}: partly the same', '{field}: igual en parte'),
  alike: texts('{field}: parecido', '{field}: alike', '{field}: parecido'),
  different: texts('{field}: diferente', 'different {field}', '{field}: distinto'),
};

/** Where a field says it in its own words. */
const own: Record<string, Texts> = {
  'names.same': texts('mesmo nome', 'same name', 'mismo nombre'),
  'names.nickname': texts(
    'nomes {number}, um é apelido',
    'names {number}, one a nickname',
    'nombres {number}, uno es apodo',
  ),
  'names.slip': texts('nomes {number}', 'names {number}', 'nombres {number}'),
  'names.exchanged': texts(
    'nomes {number}, em outra ordem',
    'names {number}, in another order',
    'nombres {number}, en otro orden',
  ),
  'names.partly': texts(
    'nomes {number}, só iniciais',
    'names {number}, initials only',
    'nombres {number}, solo iniciales',
  ),
  'names.alike': texts('nomes parecidos, {number}', 'names alike, {number}', 'nombres parecidos, {number}'),
  'names.different': texts(
    'nomes diferentes, {number}',
    'different names, {number}',
    'nombres distintos, {number}',
  ),
  'phone.partly': texts(
    'mesmo telefone, outro DDD',
    'same phone, other area code',
    'mismo teléfono, otro código de área',
  ),
  'phone.same': texts('mesmo telefone', 'same phone', 'mismo teléfono'),
  'email.same': texts('mesmo e-mail', 'same email', 'mismo correo'),
  'email.partly': texts(
    'mesmo e-mail em outro provedor',
    'same email at another provider',
    'mismo correo en otro proveedor',
  ),
  'document.same': texts('mesmo documento', 'same document', 'mismo documento'),
  'birth.same': texts('mesma data de nascimento', 'same date of birth', 'misma fecha de nacimiento'),
  'birth.partly': texts('mesmo ano de nascimento', 'same year of birth', 'mismo año de nacimiento'),
  'birth.slip': texts(
    'nascimento: um dígito ou dia e mês trocados',
    'birth date: a digit, or day and month swapped',
    'nacimiento: un dígito o día y mes cambiados',
  ),
  'postcode.partly': texts(
    'CEP da mesma região',
    'postcode of the same area',
    'código postal de la misma zona',
  ),
  'suffix.different': texts(
    'pai e filho? (Júnior, Filho, Neto)',
    'father and son? (Junior, Filho, Neto)',
    '¿padre e hijo? (Junior, Filho, Neto)',
  ),
};

/** A reason as a person reads it. A column of the firm's own goes by the name it has. */
export function reasonText(reason: Reason, language: ReasonLanguage): string {
  const custom = reason.field.startsWith('custom:') ? reason.field.slice('custom:'.length) : null;
  const field = custom ?? fields[reason.field]?.[language] ?? reason.field;
  const text = (custom === null ? own[`${reason.field}.${reason.kind}`] : undefined) ?? general[reason.kind];
  const number = (reason.number ?? 0).toFixed(2);
  const told = language === 'en' ? number : number.replace('.', ',');
  return text[language].replace('{field}', () => field).replace('{number}', () => told);
}
