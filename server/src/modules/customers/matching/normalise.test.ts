import { describe, expect, it } from 'vitest';
import { judgeName } from './compare-text.ts';
import { documentOf, isCnpj, mailOf, phoneDigits } from './contacts.ts';
import { compareDates, dateDigits } from './dates.ts';
import { edits, jaroWinkler } from './distance.ts';
import { close, different, nickname, partly, similar } from './levels.ts';
import { nameParts } from './names.ts';
import { areNicknames } from './nicknames.ts';
import { lineOf, placeOf } from './places.ts';
import { fold, phonetic } from './text.ts';

describe('distances', () => {
  it.each([
    ['ca', 'abc', 3, 3],
    ['maria', 'maira', 2, 1],
    ['souza', 'sousa', 2, 1],
    ['lima', 'limão', 1, 2],
    ['', 'ab', 2, 2],
  ])('%s → %s within %i is %i', (a, b, most, count) => {
    expect(edits(a, b, most)).toBe(count);
  });

  // Published examples of Winkler (1990).
  it.each([
    ['martha', 'marhta', 0.9611],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.8133],
  ])('Jaro–Winkler of %s and %s is %f', (a, b, likeness) => {
    expect(jaroWinkler(a, b)).toBeCloseTo(likeness, 4);
    expect(jaroWinkler(b, a)).toBeCloseTo(likeness, 4);
  });
});

describe('names', () => {
  it('knows no accents, case or joining marks', () => {
    expect(fold("  JOSÉ d'Ávila-Conceição ")).toBe('jose davila conceicao');
  });

  it.each([
    [
      'João da Silva Santos Júnior',
      { given: ['joao'], surname: ['santos'], others: ['silva'], suffix: 'junior' },
    ],
    ['Sr. Zé dos Anjos', { given: ['ze'], surname: ['anjos'], others: [], suffix: '' }],
    ['Souza Lima, Maria', { given: ['maria'], surname: ['lima'], others: ['souza'], suffix: '' }],
    [
      'thomas clifford, 1st baron clifford',
      { given: ['thomas'], surname: ['clifford'], others: ['1st', 'baron'], suffix: '' },
    ],
    ['Madonna', { given: ['madonna'], surname: [], others: [], suffix: '' }],
  ])('takes %s apart', (full, parts) => {
    expect(nameParts({ id: '1', names: [{ full }] })).toEqual(parts);
  });

  it('takes a split name for the whole one, too', () => {
    expect(nameParts({ id: '1', names: [{ given: 'jac ob', surname: 'lanyon' }] }).given).toEqual([
      'jac',
      'jacob',
    ]);
  });

  it.each([
    ['jose', 'ze'],
    ['francisco', 'chico'],
    ['elizabeth', 'liz'],
    ['william', 'bill'],
    ['roberto', 'beto'],
  ])('knows %s as %s', (formal, short) => {
    expect(areNicknames(formal, short)).toBe(true);
    expect(judgeName(formal, short)).toBe(nickname);
  });

  it.each([
    ['allen', 'alen', close],
    ['j', 'jose', partly],
    ['paulo', 'paula', similar],
    ['gabriel', 'gabriela', similar],
    ['maria', 'teresa', different],
  ])('judges %s and %s', (a, b, level) => {
    expect(judgeName(a, b)).toBe(level);
    expect(judgeName(b, a)).toBe(level);
  });

  it.each([
    ['souza', 'sousa'],
    ['luiz', 'luis'],
    ['thiago', 'tiago'],
    ['wagner', 'vagner'],
    ['philipe', 'felipe'],
  ])('%s sounds like %s', (a, b) => {
    expect(phonetic(a)).toBe(phonetic(b));
  });
});

describe('dates', () => {
  it.each([
    ['19081209', '19081209'],
    ['1971-06-24', '19710624'],
    ['24/06/1971', '19710624'],
    ['06/24/1971', '19710624'],
    ['24.6.71', '19710624'],
    ['1971', '19710000'],
    ['yesterday', null],
  ])('reads %s', (text, digits) => {
    expect(dateDigits(text)).toBe(digits);
  });

  it.each([
    ['19710624', '19710624', 'same'],
    ['19710624', '19710642', 'oneEdit'],
    ['19710605', '19710506', 'oneEdit'],
    ['19710624', '19710524', 'oneEdit'],
    ['19760915', '19770913', 'loose'],
    ['19710624', '19710101', 'yearOnly'],
    ['19710624', '19350312', 'different'],
  ])('%s and %s are %s', (a, b, level) => {
    expect(compareDates(a, b)).toBe(level);
    expect(compareDates(b, a)).toBe(level);
  });
});

describe('addresses', () => {
  it('writes abbreviations out', () => {
    expect(lineOf('R. Mal. Deodoro')).toBe(lineOf('Rua Marechal Deodoro'));
  });

  it('takes the number out of the street', () => {
    expect(placeOf({ street: 'Av. das Acácias, 857' })).toMatchObject({
      street: 'avenida das acacias',
      number: '857',
    });
    expect(placeOf({ street: '12 Lutana St' })).toMatchObject({ street: 'lutana street', number: '12' });
  });

  it('knows a state by its name', () => {
    expect(placeOf({ state: 'São Paulo' }).state).toBe(placeOf({ state: 'SP' }).state);
  });
});

describe('contacts', () => {
  it('finds one key for a mobile with and without the ninth digit and carrier', () => {
    const key = '5541988887777';
    for (const text of [
      '+55 41 98888-7777',
      '(41) 8888-7777',
      '015 41 98888-7777',
      '+554188887777',
      '41988887777',
    ])
      expect(phoneDigits(text), text).toBe(key);
  });

  it('knows one mailbox under its spellings', () => {
    expect(mailOf('Ana.Lima+loja@gmail.com')).toEqual(mailOf('analima@gmial.com'));
    expect(mailOf('a.b@example.com')).not.toEqual(mailOf('ab@example.com'));
    expect(mailOf('no address')).toBeNull();
  });

  it('proves check digits', () => {
    expect(documentOf({ kind: 'cpf', value: '529.982.247-25' })).toEqual({
      value: '52998224725',
      isSound: true,
    });
    expect(documentOf({ kind: 'cpf', value: '529.982.247-52' })?.isSound).toBe(false);
    expect(isCnpj('12ABC34501DE35')).toBe(true);
    expect(isCnpj('12ABC34501DE36')).toBe(false);
    expect(documentOf({ kind: 'other', value: 'AB 123' })).toEqual({ value: 'AB123', isSound: null });
  });
});
