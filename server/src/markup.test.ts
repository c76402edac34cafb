import { expect, it } from 'vitest';
import { filesUnder, isTest, readText } from './architecture/files.ts';

/** Ways by which a text becomes markup or code in a browser. */
const ways =
  /dangerouslySetInnerHTML|\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment)\b|document\.write|\bsrcDoc\b/;

const sources = ['desk', 'widget', 'site']
  .flatMap(filesUnder)
  .filter((file) => /\.tsx?$/.test(file) && !isTest(file));

it('lessons 15, 16, 59: no front end makes markup of a text; a mail’s own stands in a frame without rights', () => {
  expect(sources.length).toBeGreaterThan(100);
  const used = sources.filter((file) => ways.test(readText(file)));
  const framed = used.filter((file) => {
    const text = readText(file).replace(/\bsrcDoc=\{/g, '');
    // Nothing but the frame, and the frame without scripts and without our origin.
    const sandboxes = [...text.matchAll(/sandbox="([^"]*)"/g)].map((match) => match[1] ?? '');
    return (
      !ways.test(text) &&
      sandboxes.length > 0 &&
      sandboxes.every((rights) => !/allow-(scripts|same-origin|forms)/.test(rights))
    );
  });
  expect(used).toEqual(framed);
});
