import { type Chance, chanceOf, slip, slipOfDigits } from './chance.ts';
import type { Table } from './tables.ts';

/**
 * Customers of a Brazilian firm, with the truth: the ninth digit, carrier codes, CPFs with a slip, nicknames, surnames
 * of marriage, aliases, families on one telephone, firms on one address of e-mail, namesakes, twins, fathers and sons of one name.
 */
const men =
  'José João Antônio Francisco Carlos Paulo Pedro Lucas Luiz Marcos Gabriel Rafael Daniel Marcelo Bruno Eduardo Felipe Rodrigo Manoel Mateus André Fernando Fábio Leonardo Gustavo Guilherme Leandro Thiago Ricardo Sebastião Roberto Sérgio Vitor Vinícius Alexandre Diego Jorge Júlio Caio Henrique Murilo Otávio Raimundo Cláudio'.split(
    ' ',
  );
const women =
  'Maria Ana Francisca Antônia Adriana Juliana Márcia Fernanda Patrícia Aline Sandra Camila Amanda Bruna Jéssica Letícia Júlia Luciana Vanessa Mariana Gabriela Vera Vitória Larissa Cláudia Beatriz Luana Rita Sônia Renata Eliane Isabela Carolina Helena Lourdes Tereza Rosângela Daniela Débora Simone'.split(
    ' ',
  );
const surnames =
  'Silva Santos Oliveira Souza Rodrigues Ferreira Alves Pereira Lima Gomes Costa Ribeiro Martins Carvalho Almeida Lopes Soares Fernandes Vieira Barbosa Rocha Dias Nascimento Andrade Moreira Nunes Marques Machado Mendes Freitas Cardoso Ramos Gonçalves Santana Teixeira Moura Araújo Pinto Correia Cavalcanti Monteiro Campos Melo Batista Castro Borges Azevedo Farias Duarte Peixoto Xavier Bittencourt Figueiredo Siqueira Guimarães Vasconcelos Brandão Assunção Queiroz Bartolomeu Zanetti Schneider Kowalski Yamamoto Bianchi Hoffmann Fontoura Lacerda Prado Toledo Valadares Seixas Trindade Sampaio Pimentel Parente Osório Noronha Medeiros Leal Junqueira Holanda Gusmão Falcão Dantas Coutinho Bezerra Arruda Amaral'.split(
    ' ',
  );
const short: Record<string, readonly string[]> = {
  José: ['Zé', 'Zeca'],
  João: ['Joãozinho'],
  Antônio: ['Toninho', 'Tonho'],
  Francisco: ['Chico'],
  Carlos: ['Carlinhos'],
  Paulo: ['Paulinho'],
  Eduardo: ['Edu', 'Dudu'],
  Roberto: ['Beto'],
  Fernando: ['Nando'],
  Rafael: ['Rafa'],
  Gabriel: ['Biel'],
  Guilherme: ['Gui'],
  Leonardo: ['Leo'],
  Daniela: ['Dani'],
  Gabriela: ['Gabi'],
  Beatriz: ['Bia'],
  Patrícia: ['Paty'],
  Fernanda: ['Nanda'],
  Isabela: ['Isa'],
  Tereza: ['Terezinha'],
  Carolina: ['Carol'],
  Mariana: ['Mari'],
};
const streets =
  'das Flores;XV de Novembro;Sete de Setembro;Tiradentes;Dom Pedro II;Santos Dumont;Barão do Rio Branco;Marechal Deodoro;São João;Getúlio Vargas;Bela Vista;das Acácias;Padre Anchieta;Rui Barbosa;Castro Alves;Presidente Vargas;José Bonifácio;Duque de Caxias;Santa Luzia;Boa Esperança'.split(
    ';',
  );
const cities =
  'Curitiba:PR:80:41;São Paulo:SP:01:11;Rio de Janeiro:RJ:20:21;Belo Horizonte:MG:30:31;Porto Alegre:RS:90:51;Recife:PE:50:81;Salvador:BA:40:71;Londrina:PR:86:43;Campinas:SP:13:19;Florianópolis:SC:88:48'.split(
    ';',
  );
const providers = ['gmail.com', 'hotmail.com', 'gmail.com', 'yahoo.com.br', 'outlook.com', 'uol.com.br'];

type Home = {
  street: string;
  number: string;
  district: string;
  city: string;
  state: string;
  cep: string;
  area: string;
  phone: string;
};
type Person = {
  given: string;
  second: string;
  family: string[];
  suffix: string;
  born: string;
  cpf: string;
  mobile: string;
  email: string;
  home: Home;
  married: string;
  work: string;
};

const plain = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll(' ', '');
const two = (value: number): string => String(value).padStart(2, '0');
const digits = (chance: Chance, count: number): string =>
  Array.from({ length: count }, () => chance.below(10)).join('');

function cpfOf(chance: Chance): string {
  let number = digits(chance, 9);
  for (const length of [9, 10]) {
    const sum = [...number].reduce((total, digit, at) => total + Number(digit) * (length + 1 - at), 0);
    number += String(((sum * 10) % 11) % 10);
  }
  return number;
}

function newHome(chance: Chance): Home {
  const [city = '', state = '', cep = '', area = ''] = chance.common(cities).split(':');
  const street = `${chance.hits(0.8) ? 'Rua' : 'Avenida'} ${chance.pick(streets)}`;
  const [number, district] = [
    String(1 + chance.below(2500)),
    chance.pick(['Centro', 'Água Verde', 'Jardim América', 'Boa Vista', 'Vila Nova', 'Santo Antônio']),
  ];
  return {
    street,
    number,
    district,
    city,
    state,
    cep: `${cep}${digits(chance, 3)}-${digits(chance, 3)}`,
    area,
    phone: `3${digits(chance, 7)}`,
  };
}

function newPerson(chance: Chance, home: Home, family: string[]): Person {
  const names = chance.hits(0.5) ? men : women;
  const given = chance.common(names);
  const second = chance.hits(0.25) ? chance.common(names) : '';
  const local = `${plain(given)}${chance.pick(['.', '', '_'])}${plain(family.at(-1) ?? '')}${chance.hits(0.6) ? chance.below(100) : ''}`;
  return {
    ...{ given, second: second === given ? '' : second, family, suffix: '', home, work: '' },
    born: `${1940 + chance.below(66)}-${two(1 + chance.below(12))}-${two(1 + chance.below(28))}`,
    cpf: cpfOf(chance),
    mobile: `9${6 + chance.below(4)}${digits(chance, 7)}`,
    email: `${local}@${chance.common(providers)}`,
    married: chance.hits(0.06) ? chance.common(surnames) : '',
  };
}

const surnamesOf = (chance: Chance): string[] =>
  chance.hits(0.55) ? [chance.common(surnames), chance.common(surnames)] : [chance.common(surnames)];

/** A household: one to five people of one home, some of whom are hard to tell apart. */
function household(chance: Chance): Person[] {
  const home = newHome(chance);
  const family = surnamesOf(chance);
  const head = newPerson(chance, home, family);
  const people = [head];
  if (chance.hits(0.25)) people.push(newPerson(chance, home, [chance.common(surnames), family.at(-1) ?? '']));
  if (chance.hits(0.05)) {
    const twin = newPerson(chance, home, family);
    if (twin.given !== head.given) people.push({ ...twin, born: head.born });
  }
  if (chance.hits(0.05))
    people.push({
      ...newPerson(chance, home, family),
      given: head.given,
      second: head.second,
      suffix: chance.pick(['Filho', 'Júnior', 'Neto']),
    });
  if (chance.hits(0.1)) people.push(newPerson(chance, home, family));
  return people.map((person) => ({ ...person, email: chance.hits(0.04) ? head.email : person.email }));
}

function nameFor(chance: Chance, person: Person): string {
  const family = person.married && chance.hits(0.5) ? [...person.family, person.married] : person.family;
  const given =
    short[person.given] && chance.hits(0.12) ? chance.pick(short[person.given] ?? []) : person.given;
  const kept = family.length > 1 && chance.hits(0.2) ? family.slice(-1) : family;
  const joined = [given, chance.hits(0.7) ? person.second : '', kept.join(chance.hits(0.3) ? ' da ' : ' ')]
    .filter(Boolean)
    .join(' ');
  const whole = person.suffix && chance.hits(0.9) ? `${joined} ${person.suffix}` : joined;
  const typed = chance.hits(0.08) ? slip(chance, whole) : whole;
  const plainly = chance.hits(0.3) ? typed.normalize('NFKD').replace(/\p{M}/gu, '') : typed;
  return chance.hits(0.2) ? plainly.toUpperCase() : plainly;
}

function phoneFor(chance: Chance, person: Person): string {
  if (chance.hits(0.15)) return '';
  if (chance.hits(0.08))
    return `(${person.home.area}) ${person.home.phone.slice(0, 4)}-${person.home.phone.slice(4)}`;
  const mobile = chance.hits(0.25) ? person.mobile.slice(1) : person.mobile;
  const number = chance.hits(0.02) ? slipOfDigits(chance, mobile) : mobile;
  const { area } = person.home;
  return chance.pick([
    `+55${area}${number}`,
    `(${area}) ${number.slice(0, -4)}-${number.slice(-4)}`,
    `${area}${number}`,
    `0${chance.pick(['15', '21', '41', '31'])}${area}${number}`,
  ]);
}

function birthFor(chance: Chance, person: Person): string {
  if (chance.hits(0.25)) return '';
  const [year = '', month = '', day = ''] = person.born.split('-');
  if (chance.hits(0.02)) return `${month}/${day}/${year}`;
  const wrong = chance.hits(0.03) ? slipOfDigits(chance, year) : year;
  return chance.hits(0.7) ? `${day}/${month}/${wrong}` : `${wrong}-${month}-${day}`;
}

function rowOf(chance: Chance, person: Person): string[] {
  const { home } = person;
  const cpf = chance.hits(0.06) ? slipOfDigits(chance, person.cpf) : person.cpf;
  const dotted = `${cpf.slice(0, 3)}.${cpf.slice(3, 6)}.${cpf.slice(6, 9)}-${cpf.slice(9)}`;
  const email = chance.hits(0.3)
    ? ''
    : chance.hits(0.04)
      ? slip(chance, person.email)
      : person.work && chance.hits(0.3)
        ? person.work
        : person.email;
  const isHere = !chance.hits(0.25);
  const street = chance.hits(0.3) ? home.street.replace('Rua', 'R.').replace('Avenida', 'Av.') : home.street;
  const line = chance.hits(0.3) ? [`${street}, ${home.number}`, ''] : [street, home.number];
  const place = isHere
    ? [...line, home.district, home.city, home.state, home.cep]
    : ['', '', '', home.city, home.state, ''];
  return [
    nameFor(chance, person),
    chance.hits(0.45) ? '' : chance.hits(0.5) ? dotted : cpf,
    birthFor(chance, person),
    phoneFor(chance, person),
    email,
    ...place,
  ];
}

/** About `count` records of somewhat more than half as many persons. */
export function brazil(count: number, seed: number): Table {
  const chance = chanceOf(seed);
  const rows: string[][] = [];
  let persons = 0;
  while (rows.length < count)
    for (const found of household(chance)) {
      const work = chance.hits(0.03) ? `contato@${plain(chance.common(surnames))}.com.br` : '';
      persons += 1;
      const copies = chance.hits(0.5) ? 1 : 2 + Math.floor(3 * chance.next() ** 2);
      for (let copy = 0; copy < copies && rows.length < count; copy += 1)
        rows.push([String(rows.length + 1), `P${persons}`, ...rowOf(chance, { ...found, work })]);
    }
  const names =
    'codigo,cluster,nome,cpf,data de nascimento,celular,email,endereço,número,bairro,cidade,uf,cep'.split(
      ',',
    );
  return { name: `brazil ${count}`, names, rows };
}
