import { expect, it } from 'vitest';
import { guessColumns } from './guess.ts';
import { recordOfRow } from './rows.ts';

it.each([
  [
    'rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id',
    'id given surname number street extra city postcode state birth document',
  ],
  [
    'unique_id,cluster,full_name,first_and_surname,first_name,surname,dob,birth_place,postcode_fake,gender,occupation',
    'id cluster fullName alias given surname birth birthPlace postcode gender occupation',
  ],
  [
    'Código,Nome Completo,CPF,Data de Nascimento,Celular,E-mail,Endereço,Nº,Bairro,Cidade,UF,CEP,Profissão,Empresa',
    'id fullName cpf birth phone email street number extra city state postcode occupation company',
  ],
  [
    'nombre,apellidos,fecha de nacimiento,teléfono,correo electrónico,calle,ciudad',
    'given surname birth phone email street city',
  ],
])('reads the headers %s', (headers, meanings) => {
  expect(guessColumns(headers.split(','), []).join(' ')).toBe(meanings);
});

it('looks at the values where a header says nothing', () => {
  const rows = [
    ['529.982.247-25', 'ana@example.com', '24/06/1971', 'azul', ''],
    ['111.444.777-35', 'rui@example.com', '1980-01-02', 'verde', ''],
  ];
  expect(guessColumns(['a1', 'b1', 'c1', 'd1', 'e1'], rows)).toEqual([
    'cpf',
    'email',
    'birth',
    'custom',
    'ignore',
  ]);
});

it('makes a record of a row', () => {
  const names = ['nome', 'celular', 'cor'];
  const meanings = guessColumns(names, [['Ana', '41988887777', 'azul']]);
  expect(recordOfRow('7', ['Ana Lima ', ' 41988887777', 'azul'], { names, meanings })).toMatchObject({
    id: '7',
    names: [{ full: 'Ana Lima' }],
    phones: ['41988887777'],
    custom: { cor: ['azul'] },
  });
});
