import { describe, expect, it } from 'vitest';
import { doubledNames, fieldRows, fieldValues } from './fields.ts';

describe('custom fields', () => {
  it('comes back as it went, each value in its kind', () => {
    const values = { aniversário: '12/03', clube: true, pontos: 1240, vazio: null };
    const rows = fieldRows(values);
    expect(rows.map((row) => row.name)).toEqual(['aniversário', 'clube', 'pontos']);
    expect(fieldValues(rows)).toEqual({ aniversário: '12/03', clube: true, pontos: 1240 });
  });

  it('keeps words typed into a number, reads a decimal comma, drops rows without a name', () => {
    const number = { name: 'n', kind: 'number' as const };
    expect(fieldValues([{ ...number, value: '3,5' }])).toEqual({ n: 3.5 });
    expect(fieldValues([{ ...number, value: 'três' }])).toEqual({ n: 'três' });
    expect(fieldValues([{ ...number, name: ' ', value: '1' }])).toEqual({});
  });

  it('finds names that stand twice', () => {
    const row = (name: string) => ({ name, value: '', kind: 'text' as const });
    expect(doubledNames([row('a'), row('b'), row('a '), row('')])).toEqual(new Set(['a']));
  });
});
