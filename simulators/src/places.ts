/** Places by their CEP, for those who are asked for them. A small town has one CEP and no streets. */
export type Place = {
  street: string;
  district: string;
  city: string;
  state: string;
  ibge: string;
  ddd: string;
};

const curitiba = { city: 'Curitiba', state: 'PR', ibge: '4106902', ddd: '41' };
const saoPaulo = { city: 'São Paulo', state: 'SP', ibge: '3550308', ddd: '11' };
const rio = { city: 'Rio de Janeiro', state: 'RJ', ibge: '3304557', ddd: '21' };

const places: Record<string, Place> = {
  '80010000': { street: 'Praça Tiradentes', district: 'Centro', ...curitiba },
  '80020000': { street: 'Rua Riachuelo', district: 'Centro', ...curitiba },
  '80240000': { street: 'Avenida Sete de Setembro', district: 'Água Verde', ...curitiba },
  '01001000': { street: 'Praça da Sé', district: 'Sé', ...saoPaulo },
  '01310100': { street: 'Avenida Paulista', district: 'Bela Vista', ...saoPaulo },
  '22010000': { street: 'Avenida Atlântica', district: 'Copacabana', ...rio },
  '30130000': {
    street: 'Avenida Afonso Pena',
    district: 'Centro',
    city: 'Belo Horizonte',
    state: 'MG',
    ibge: '3106200',
    ddd: '31',
  },
  '83870000': {
    street: '',
    district: '',
    city: 'Campo do Tenente',
    state: 'PR',
    ibge: '4104105',
    ddd: '41',
  },
};

/** The place of a CEP of eight digits. */
export const placeOf = (digits: string): Place | undefined =>
  Object.hasOwn(places, digits) ? places[digits] : undefined;
