import { describe, expect, it } from 'vitest';
import { cnpjOf, displayCnpj } from '../cnpj.ts';
import { collectKinds, relatedKey } from '../kinds.ts';
import { loyalty, marketplaceBuyer } from '../numbers.ts';
import { isOfficeBox } from '../shared.ts';
import { decidePair } from './decide.ts';
import type { OwnRecord } from './records.ts';

const record = (given: Partial<OwnRecord> & { name?: string; births?: string[] }): OwnRecord => ({
  id: 'x',
  root: 'x',
  members: ['x'],
  kind: 'human',
  createdAt: new Date(0),
  matchKeys: given.provenKeys ?? [],
  provenKeys: [],
  person: { id: 'x', names: [{ full: given.name ?? 'Ana' }], births: given.births ?? [] },
  ...given,
});
const decided = (a: OwnRecord, b: OwnRecord, chance = 0.5) => among([])(a, b, chance);
const among = (shared: string[]) => (a: OwnRecord, b: OwnRecord, chance: number) =>
  decidePair({ a, b, belief: { chance, reasons: [] }, shared: new Set(shared) }, 0.8);

describe('what is certain, likely, or nobody’s business', () => {
  const tel = record({ provenKeys: ['tel:5541988887777'] });
  it('certain only by the same proven address, and by nothing that is merely written down', () => {
    expect(decided(tel, tel)).toMatchObject({ certain: true, reason: 'same_proven' });
    const typed = record({ matchKeys: ['tel:5541988887777', 'cpf:52998224725'], provenKeys: [] });
    expect(decided(typed, typed, 0.99)).toMatchObject({ certain: false, reason: 'same_document' });
    expect(decided(tel, typed, 0.1)).toBeNull();
  });
  it('not by a shared address, and not against another document, day of birth or kind', () => {
    expect(among(['tel:5541988887777'])(tel, tel, 0.5)).toBeNull();
    const of = (more: Partial<OwnRecord> & { births?: string[]; name?: string }, cpf?: string) =>
      record({ ...more, provenKeys: ['tel:1'], matchKeys: ['tel:1', ...(cpf ? [`cpf:${cpf}`] : [])] });
    expect(decided(of({}, '52998224725'), of({}, '11144477735'), 0.99)).toMatchObject({ certain: false });
    expect(decided(of({ births: ['1971-01-01'] }), of({ births: ['1999-01-01'] }))).toMatchObject({
      certain: false,
    });
    expect(decided(of({ kind: 'company' }), of({}))).toMatchObject({ certain: false });
    // A couple on one chat account.
    expect(decided(of({ name: 'Carlos' }), of({ name: 'Marta' }), 0.05)).toMatchObject({ certain: false });
  });
  it('likely from the owner’s threshold on, never by another document', () => {
    expect(decided(record({}), record({}), 0.81)).toMatchObject({ score: 0.81, reason: 'looks_alike' });
    expect(decided(record({}), record({}), 0.79)).toBeNull();
    const [a, b] = ['52998224725', '11144477735'].map((cpf) => record({ matchKeys: [`cpf:${cpf}`] }));
    expect(a && b && decided(a, b, 0.99)).toBeNull();
  });
  it('a plus-alias is related, not equal: with one more address in common it is likely', () => {
    const plain = record({ matchKeys: ['email:ana@x.example', 'tel:1'] });
    const alias = record({ matchKeys: ['email:ana+loja@x.example', 'tel:1'] });
    expect(decided(plain, alias, 0.1)).toMatchObject({ score: 0.9, certain: false });
    expect(
      decided(
        record({ matchKeys: ['email:ana@x.example'] }),
        record({ matchKeys: ['email:ana+a@x.example'] }),
        0.1,
      ),
    ).toBeNull();
    expect(relatedKey('email:ana+loja@x.example')).toBe('email:ana@x.example');
    expect(relatedKey('email:ana@x.example')).toBeNull();
  });
});

describe('kinds of numbers', () => {
  it.each(['12.ABC.345/01DE-35', '12abc34501de35', '11.222.333/0001-81', '11222333000181'])(
    '%s is a CNPJ',
    (text) => expect(cnpjOf(text)).toMatch(/^[0-9A-Z]{12}\d{2}$/),
  );
  it.each([
    ['a wrong check digit', '12.ABC.345/01DE-36'],
    ['letters as check digits', '12ABC34501DE3A'],
    ['all equal', '00000000000000'],
    ['too short', '1122233300018'],
    ['a text', 'confeccoes aurora'],
    ['hostile', '1'.repeat(100_000)],
  ])('%s is none', (_, text) => expect(cnpjOf(text)).toBeNull());
  it('every single wrong character of a CNPJ is refused', () => {
    const sound = '12ABC34501DE35';
    for (let at = 0; at < 14; at += 1)
      for (const letter of at < 12 ? '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ' : '0123456789') {
        const changed = `${sound.slice(0, at)}${letter}${sound.slice(at + 1)}`;
        // Letters eleven apart leave the same remainder: the rule of the number cannot tell them apart.
        if ((letter.charCodeAt(0) - sound.charCodeAt(at)) % 11 !== 0)
          expect(cnpjOf(changed), changed).toBeNull();
      }
    expect(displayCnpj(sound)).toBe('12.ABC.345/01DE-35');
  });
  it('loyalty numbers and marketplace buyers have one form', () => {
    expect(loyalty.canonical(' 1234-5678 90ab ')).toBe('1234567890AB');
    expect(loyalty.canonical('fidelidade')).toBeNull();
    expect(marketplaceBuyer.canonical(' Mercado-X : 12345 ')).toBe('mercado-x:12345');
    expect(marketplaceBuyer.canonical('12345')).toBeNull();
    expect([...collectKinds([]).keys()]).toEqual(['phone', 'cpf', 'cnpj', 'loyalty', 'marketplace_buyer']);
  });
  it.each([
    ['0xx41 98888-7777', '+5541988887777'],
    ['(0xx41) 3333-4444', '+554133334444'],
    ['0 15 41 98888-7777', '+5541988887777'],
    ['90 21 41 98888-7777', '+5541988887777'],
    ['00 55 41 98888-7777', '+5541988887777'],
  ])('a telephone with a carrier’s code: %s', (text, expected) =>
    expect(collectKinds([]).get('phone')?.canonical(text)).toBe(expected),
  );
  it('knows the mailboxes of offices by their names', () => {
    expect(isOfficeBox('email:contato@loja.example')).toBe(true);
    expect(isOfficeBox('email:ana@loja.example')).toBe(false);
  });
});
