import { plainText } from '@meada/contract/questions';
import type { FactKind } from '@meada/contract/routes/facts';
import { canonicalPhone } from '../../../kernel/phone.ts';
import { cepOf } from '../addresses/rules.ts';
import { cnpjOf, displayCnpj } from '../cnpj.ts';
import { cpfOf } from '../cpf.ts';
import { dayOf } from '../fields/values.ts';

/**
 * Facts a customer tells in a message: pure and careful. Only what has the form of the fact and, where a form says little,
 * a word that names it or our question before it. What is said of somebody else ("o CPF do meu marido") is left alone.
 */
export type Extracted = { kind: FactKind; value: string; canonical: string; confidence: number };

/** How sure: named by a word or asked by us and of a form with check digits; of such a form alone; of a plain form. */
const sure = { named: 0.9, checked: 0.7, plain: 0.5 };
/** Longer texts are quotations, mails and forms of others: their beginning is read. */
const lettersAtMost = 3000;

/** Letters before a value in which a word counts for it. */
const nearBefore = 40;

/** Somebody else's: a relative, a firm, a third person. */
const anothers =
  /\b(?:d[oae] (?:meu|minha|me[su]s|minhas|sua|seu|outr[ao]|ele|ela|cliente|amig[ao]|vizinh[ao]|loja|empresa)|dele|dela|(?:meu|minha|my|mi) (?:marido|esposa|mae|pai|filh[oa]|irma[o]?|amig[ao]|chefe|soci[ao]|namorad[ao]|avo|tia|tio|vizinh[ao]|husband|wife|mother|father|son|daughter|boss|friend|marid[oa]|esposo|madre|padre|hij[oa])|his|her|their|voces|de voces|vosso|your|(?:seu|sua|teu|tua)\b(?!.*\b(?:meu|minha)\b))\b/;
/** Their own firm. */
const ownFirm =
  /\b(?:d[ae] |of )?(?:minha|nossa|nosso|meu|my|our|mi|nuestra) (?:empresa|loja|firma|negocio|company|shop|tienda|sociedad)\b/;

/** What is named before a value: words in three languages. */
const names: Partial<Record<FactKind, RegExp>> = {
  cpf: /\bc\.?p\.?f\b/,
  cnpj: /\bc\.?n\.?p\.?j\b/,
  cep: /\bc\.?e\.?p\b|codigo postal|zip|post ?code/,
  phone:
    /\b(?:telefone|tel|fone|celular|cel|whats\w*|zap\w*|numero|phone|mobile|cell|telefono|movil|contato|contacto|liga\w*|ligue)\b/,
  birth_date: /\b(?:nasc\w*|aniversario|birth\w*|born|nacimiento|naci|cumpleanos|data de nasc\w*)\b/,
  order_number: /\b(?:pedido|compra|encomenda|order|orden|purchase)\b/,
};

type Found = { text: string; at: number };

const matches = (text: string, form: RegExp): Found[] =>
  [...text.matchAll(form)].map((match) => ({ text: match[0], at: match.index }));

/** The facts of a message. `asked`: what our last question before it asked for. */
export function extractFacts(original: string, asked: readonly FactKind[] = []): Extracted[] {
  const text = original.slice(0, lettersAtMost);
  const found = [
    ...documents(text, asked),
    ...emails(text),
    ...phones(text, asked),
    ...ceps(text, asked),
    ...birthDates(text, asked),
    ...orders(text, asked),
    ...ownNames(text, asked),
  ];
  const once = new Map(found.map((fact) => [`${fact.kind} ${fact.canonical}`, fact]));
  return [...once.values()];
}

/** The words before a place, plain, back to the end of the sentence before. */
function before(text: string, at: number): string {
  const part = text.slice(Math.max(0, at - nearBefore), at);
  return plainText(part.split(/[.!?;\n](?=\s)|\n/).at(-1) ?? '').replace(ownFirm, '');
}

/** null: it is another's; else whether a word names it as this kind, or we asked for it. */
function standing(
  text: string,
  { at }: Found,
  { kind, asked }: { kind: FactKind; asked: readonly FactKind[] },
): boolean | null {
  const words = before(text, at);
  if (anothers.test(words)) return null;
  return names[kind]?.test(words) === true || asked.includes(kind);
}

/** Digits that go on to the left or right are a longer number. */
const alone = String.raw`(?<![\p{L}\d@/.-])`;
const ends = String.raw`(?![\p{L}\d@]|[.-]\d)`;

function documents(text: string, asked: readonly FactKind[]): Extracted[] {
  const cpfs = matches(text, new RegExp(`${alone}\\d{3}\\.?\\d{3}\\.?\\d{3}[-. ]?\\d{2}${ends}`, 'gu'));
  const cnpjs = matches(
    text,
    new RegExp(
      `${alone}[\\dA-Za-z]{2}\\.?[\\dA-Za-z]{3}\\.?[\\dA-Za-z]{3}/?[\\dA-Za-z]{4}-?\\d{2}${ends}`,
      'gu',
    ),
  );
  return [
    ...cpfs.flatMap((one) => readNumber(text, one, { kind: 'cpf', read: cpfOf, asked })),
    ...cnpjs.flatMap((one) => readNumber(text, one, { kind: 'cnpj', read: cnpjOf, asked })),
  ];
}

type Reading = {
  kind: 'cpf' | 'cnpj';
  read(text: string): string | null;
  asked: readonly FactKind[];
};

/** With check digits: written with its punctuation or named, it is taken; eleven bare digits could be a telephone. */
function readNumber(text: string, found: Found, { kind, read, asked }: Reading): Extracted[] {
  const canonical = read(found.text.replace(/\s/g, ''));
  const named = canonical === null ? null : standing(text, found, { kind, asked });
  if (canonical === null || named === null) return [];
  if (!named && !/[./-]/.test(found.text)) return [];
  const value = kind === 'cnpj' ? displayCnpj(canonical) : canonical;
  return [{ kind, value, canonical, confidence: named ? sure.named : sure.checked }];
}

function emails(text: string): Extracted[] {
  const form =
    /(?<![\p{L}\d._%+@-])[\p{L}\d._%+-]{1,64}@[a-z\d](?:[a-z\d-]{0,62}\.)+[a-z]{2,24}(?![\p{L}\d@-])/giu;
  return matches(text, form).flatMap((one) => {
    const canonical = one.text.toLowerCase();
    if (anothers.test(before(text, one.at))) return [];
    return [{ kind: 'email', value: canonical, canonical, confidence: sure.checked }];
  });
}

function phones(text: string, asked: readonly FactKind[]): Extracted[] {
  const form = new RegExp(
    `${alone}(?:\\+?\\d{1,3}[ .-]?)?\\(?0?\\d{2}\\)?[ .-]?9?[ .-]?\\d{4}[ .-]?\\d{4}${ends}`,
    'gu',
  );
  return matches(text, form).flatMap((one) => {
    const canonical = canonicalPhone(one.text, 'BR');
    const named = canonical === null ? null : standing(text, one, { kind: 'phone', asked });
    if (canonical === null || named === null) return [];
    // Without a word or our question, only a number written as telephones are.
    if (!named && !/^\+|\(\d{2}\)/.test(one.text)) return [];
    if (cpfOf(one.text) !== null && !named) return [];
    return [{ kind: 'phone', value: canonical, canonical, confidence: named ? sure.checked : sure.plain }];
  });
}

function ceps(text: string, asked: readonly FactKind[]): Extracted[] {
  const form = new RegExp(`${alone}\\d{2}\\.?\\d{3}-?\\d{3}${ends}`, 'gu');
  return matches(text, form).flatMap((one) => {
    const canonical = cepOf(one.text);
    const named = canonical === null ? null : standing(text, one, { kind: 'cep', asked });
    if (canonical === null || named === null) return [];
    if (!named && !one.text.includes('-')) return [];
    return [{ kind: 'cep', value: canonical, canonical, confidence: named ? sure.named : sure.plain }];
  });
}

/** A day with a year of four digits, named or asked for: DD/MM/YYYY as Brazil and the Spanish write, or YYYY-MM-DD. */
function birthDates(text: string, asked: readonly FactKind[]): Extracted[] {
  const form = /(?<!\d)(?:(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2}))(?!\d)/g;
  return [...text.matchAll(form)].flatMap((match) => {
    const [whole, day = '', month = '', year = '', isoYear, isoMonth, isoDay] = match;
    const canonical = dayOf(
      isoYear
        ? `${isoYear}-${isoMonth}-${isoDay}`
        : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    );
    const named = standing(text, { text: whole, at: match.index }, { kind: 'birth_date', asked });
    if (canonical === null || !named || canonical < '1900' || canonical > '2100') return [];
    return [{ kind: 'birth_date', value: canonical, canonical, confidence: sure.named }];
  });
}

/** "pedido 4512", "pedido nº #AB-1029"; bare numbers only when we asked. */
function orders(text: string, asked: readonly FactKind[]): Extracted[] {
  const named =
    /\b(?:pedido|compra|encomenda|order|orden|purchase)\s*(?:(?:n[ºo°.]*|n[uú]mero|number|no\.?|id|c[oó]digo|[eé]|is|es)\s*){0,3}[:#]*\s*((?=[\w-]*\d)[A-Z\d][A-Z\d-]{2,24})\b/gi;
  const own = [...text.matchAll(named)]
    .filter((match) => !anothers.test(before(text, match.index)))
    .map((match) => ({ text: match[1] ?? '', confidence: sure.named }));
  const bare =
    asked.includes('order_number') && own.length === 0
      ? (/^\s*#?((?=[\w-]*\d)[A-Z\d][A-Z\d-]{2,24})\s*$/i.exec(text)?.[1] ?? '')
      : '';
  const all = bare === '' ? own : [...own, { text: bare, confidence: sure.checked }];
  return all.map(({ text: value, confidence }) => ({
    kind: 'order_number',
    value: value.toUpperCase(),
    canonical: value.toUpperCase(),
    confidence,
  }));
}

const oneName = String.raw`\p{Lu}[\p{L}'’.-]{1,30}`;
const nameForm = `${oneName}(?:\\s+(?:(?:d[aeo]s?|e|del?|la|los|van|von)\\s+)?${oneName}){0,5}`;
const saysName = new RegExp(
  `(?:[Mm]eu nome (?:é|e)|[Mm]e chamo|[Mm]y name is|[Mm]y name's|[Mm]i nombre es|[Mm]e llamo|[Aa]qui (?:é|quem fala é) (?:o|a))\\s+(${nameForm})`,
  'u',
);

/** "Meu nome é …"; as an answer to our question, a name alone. */
function ownNames(text: string, asked: readonly FactKind[]): Extracted[] {
  const said = saysName.exec(text)?.[1];
  const bare =
    asked.includes('name') && text.length <= 80
      ? new RegExp(`^\\s*(${nameForm})\\s*[.!]?\\s*$`, 'u').exec(text)?.[1]
      : undefined;
  const value = (said ?? bare)?.trim().replace(/\s+/g, ' ').replace(/[.-]$/, '');
  if (!value || /^(?:Oi|Olá|Ola|Bom|Boa|Sim|Não|Ok|Hi|Hello|Yes|Hola|Obrigad[oa]|Certo|Claro)\b/i.test(value))
    return [];
  return [
    {
      kind: 'name',
      value,
      canonical: plainText(value),
      confidence: said ? sure.named : sure.plain,
    },
  ];
}
