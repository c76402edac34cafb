import { cut, type PersonAddress } from './records.ts';
import { fold, wordsOf } from './text.ts';

/** Kinds of street and what is short for them, in Portuguese, English and Spanish; one form each. */
const short = new Map(
  Object.entries({
    r: 'rua',
    av: 'avenida',
    ave: 'avenida',
    avda: 'avenida',
    avenue: 'avenida',
    al: 'alameda',
    tv: 'travessa',
    trav: 'travessa',
    pc: 'praca',
    pca: 'praca',
    rod: 'rodovia',
    estr: 'estrada',
    est: 'estrada',
    jd: 'jardim',
    vl: 'vila',
    pq: 'parque',
    res: 'residencial',
    cond: 'condominio',
    ap: 'apartamento',
    apto: 'apartamento',
    apt: 'apartamento',
    bl: 'bloco',
    cj: 'conjunto',
    conj: 'conjunto',
    st: 'street',
    str: 'street',
    rd: 'road',
    dr: 'drive',
    ct: 'court',
    cres: 'crescent',
    crt: 'court',
    pl: 'place',
    cl: 'close',
    ln: 'lane',
    blvd: 'boulevard',
    tce: 'terrace',
    hwy: 'highway',
    c: 'calle',
    cto: 'santo',
    prof: 'professor',
    cel: 'coronel',
    cap: 'capitao',
    gal: 'general',
    gen: 'general',
    mal: 'marechal',
    pres: 'presidente',
    des: 'desembargador',
    eng: 'engenheiro',
    dra: 'doutora',
    sta: 'santa',
    sto: 'santo',
    brig: 'brigadeiro',
    ten: 'tenente',
  }),
);

/** The words of a line of an address with abbreviations written out. */
export const lineOf = (text: string): string =>
  wordsOf(fold(cut(text)))
    .map((word) => short.get(word) ?? word)
    .join(' ');

export type Place = {
  street: string;
  number: string;
  extra: string;
  city: string;
  state: string;
  postcode: string;
};

/** An address made comparable; a number that stands in the street's line is taken out of it. */
export function placeOf(address: PersonAddress): Place {
  let street = lineOf(address.street ?? '');
  let number = fold(cut(address.number)).replaceAll(' ', '');
  if (number === '') {
    const found = /^(.*\D)\s(\d{1,6}[a-z]?)\b(.*)$/.exec(street) ?? leading(street);
    if (found) {
      number = found[2] ?? '';
      street = `${found[1] ?? ''}`.trim();
    }
  }
  const state = fold(cut(address.state));
  return {
    street: street.replace(/\bnumero$|\bn$|\bno$/, '').trim(),
    number: number === 'sn' ? '' : number,
    extra: lineOf(address.extra ?? ''),
    city: fold(cut(address.city)),
    state: states.get(state) ?? state,
    postcode: fold(cut(address.postcode)).replaceAll(' ', ''),
  };
}

/** "12 Lutana Street": the number before the name. */
function leading(street: string): [string, string, string] | null {
  const found = /^(\d{1,6}[a-z]?)\s(\D.*)$/.exec(street);
  return found ? ['', found[2] ?? '', found[1] ?? ''] : null;
}

/** Brazil's states by their names; others are compared as written. */
const states = new Map(
  (
    'acre:ac alagoas:al amapa:ap amazonas:am bahia:ba ceara:ce distrito federal:df espirito santo:es goias:go ' +
    'maranhao:ma mato grosso:mt mato grosso do sul:ms minas gerais:mg para:pa paraiba:pb parana:pr pernambuco:pe ' +
    'piaui:pi rio de janeiro:rj rio grande do norte:rn rio grande do sul:rs rondonia:ro roraima:rr ' +
    'santa catarina:sc sao paulo:sp sergipe:se tocantins:to'
  )
    .match(/[a-z ]+:[a-z]{2}/g)
    ?.map((pair) => pair.trim().split(':') as [string, string]) ?? [],
);
