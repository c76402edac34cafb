import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, changedFields, slugOf, withSuffix } from './rules.ts';

it('any name makes a slug the database takes, with a suffix, too', () => {
  const form = /^[a-z0-9][a-z0-9-]{0,62}$/;
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (name) => {
      expect(slugOf(name)).toMatch(form);
      expect(withSuffix(slugOf(name), '0123')).toMatch(form);
    }),
  );
  expect(slugOf('  Loja do João & Filhos — Açaí  ')).toBe('loja-do-joao-filhos-acai');
  expect(slugOf('寿司')).toBe('organisation');
});

it('canonical JSON is the same for the same value, whatever the order of its keys, and is JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(value));
    }),
  );
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
});

it('only fields that really change are named', () => {
  expect(changedFields({ a: 1, b: 2 }, { a: 1, b: 3 })).toEqual(['b']);
  expect(changedFields({ a: 1, b: 2 }, { a: undefined })).toEqual([]);
});
