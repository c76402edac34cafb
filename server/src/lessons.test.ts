import { expect, it } from 'vitest';
import { readText } from './architecture/files.ts';
import { learned, lessonsFile, lessonsIn, staleRows } from './architecture/lessons.ts';

it('every test the paper of lessons names is there', () => {
  expect(staleRows().map(({ line, what }) => `${lessonsFile}:${line} ${what}`)).toEqual([]);
});

it('the paper has a row for every lesson that a test names', () => {
  const text = readText(lessonsFile);
  const missing = learned().filter(({ lesson }) => !text.includes(`\n| ${lesson} |`));
  expect(missing, 'run: node server/src/architecture/lessons.generate.ts').toEqual([]);
});

it.each([
  ['lesson 27: an empty token matches nobody', ['27']],
  ['a batch comes again (LESSONS D15, D16)', ['D15', 'D16']],
  ['D21: in whatever order', ['D21']],
  ['no shell (lessons 18, 58)', ['18', '58']],
  ['answers 404', []],
])('reads the lessons of "%s"', (name, lessons) => expect(lessonsIn(name)).toEqual(lessons));
