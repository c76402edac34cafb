import { expect, it } from 'vitest';
import { filesUnder, readText } from './architecture/files.ts';

const paper = 'docs/asvs.md';
const rows = readText(paper)
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [, numbers = '', asked = '', verdict = ''] = line
      .split(' | ')
      .flatMap((cell) => cell.split(/^\| | \|$/));
    return { numbers, asked, verdict };
  });

/** Paths of the repository between backticks; addresses and names of settings are none. */
const pathsIn = (text: string): string[] =>
  [...text.matchAll(/`([^`\s]+)`/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => /^[\w.-]+(\/[\w.-]+)*\.(ts|tsx|md|json|sql|mjs)$|^\.ci\//.test(name));

it('every path the paper of the standard names is there', () => {
  const there = new Set(filesUnder('.'));
  const named = pathsIn(readText(paper));
  expect(named.length).toBeGreaterThan(100);
  expect([...new Set(named)].filter((path) => !there.has(path))).toEqual([]);
});

it('every requirement has a verdict, and a test that is named is one', () => {
  expect(rows.length).toBeGreaterThan(150);
  const kinds = /^(test|reason|n\/a|open)\b/;
  expect(rows.filter(({ verdict }) => !kinds.test(verdict)).map(({ numbers }) => numbers)).toEqual([]);
  const tests = rows.filter(({ verdict }) => verdict.startsWith('test:'));
  expect(tests.filter(({ verdict }) => !/\.test\.ts`/.test(verdict)).map(({ numbers }) => numbers)).toEqual(
    [],
  );
});
