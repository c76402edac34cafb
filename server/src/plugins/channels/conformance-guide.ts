import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locale } from '@meada/contract/primitives';
import { expect, it } from 'vitest';
import type { ChannelPlugin } from '../../modules/inboxes/port.ts';
import { type ChannelGuide, drawConsole } from './drawing.ts';

const guides: Record<Locale, string> = { 'pt-BR': 'setup.md', en: 'setup.en.md', es: 'setup.es.md' };
/** As the desk reads it (`desk/src/settings/inboxes/markdown.ts`): a line of its own, beside the guide. */
const picture =
  /^\s*!\[([^\]]+)\]\(pictures\/([a-z]{1,20})\.(pt-BR|en|es)\.(svg|webp)(?:\s+"([^"]*)")?\)\s*$/;
const mostBytes = 60 * 1024;

type Shown = { alt: string; kind: string; locale: string; file: string };

/** The pictures of a guide; what only looks like one is told by the count of `![`. */
function picturesOf(text: string): Shown[] {
  const found: Shown[] = [];
  for (const line of text.split('\n')) {
    const [, alt = '', kind = '', locale = '', type = ''] = picture.exec(line) ?? [];
    if (kind) found.push({ alt, kind, locale, file: `${kind}.${locale}.${type}` });
  }
  expect(found.length).toBe(text.split('![').length - 1);
  return found;
}

/** A picture is what its name says, and neither reaches out nor runs anything. */
function expectPicture(path: string): void {
  expect([path, existsSync(path)]).toEqual([path, true]);
  expect(statSync(path).size).toBeLessThanOrEqual(mostBytes);
  const bytes = readFileSync(path);
  if (path.endsWith('.webp')) {
    expect([bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 12)]).toEqual(['RIFF', 'WEBP']);
    return;
  }
  expect(bytes.toString()).toMatch(/^<svg [^>]*viewBox=/);
  expect(bytes.toString()).not.toMatch(/<script|<image|<foreignObject|\son\w+=|href|url\(|@import/i);
}

/** The setup guide and its pictures: the same ones in three languages, each with words for who cannot see it. */
export function guideSuite({ manifest }: ChannelPlugin, folder: URL): void {
  const path = (file: string) => fileURLToPath(new URL(file, folder));
  const shown = (locale: Locale) => picturesOf(readFileSync(path(guides[locale]), 'utf8'));

  it('has a set-up guide with pictures in three languages', () => {
    for (const locale of Object.keys(guides) as Locale[]) {
      expect(readFileSync(path(guides[locale]), 'utf8')).toMatch(/^# \S/);
      const pictures = shown(locale);
      expect(pictures.map(({ kind }) => kind)).toContain('form');
      expect(pictures.map(({ kind }) => kind).sort()).toEqual(
        shown('pt-BR')
          .map(({ kind }) => kind)
          .sort(),
      );
      for (const { alt, file, locale: own } of pictures) {
        expect([file, own]).toEqual([file, locale]);
        expect(alt.length).toBeGreaterThan(15);
        expectPicture(path(`pictures/${file}`));
      }
    }
    const alts = (Object.keys(guides) as Locale[]).flatMap((locale) => shown(locale).map(({ alt }) => alt));
    expect(new Set(alts).size).toBe(alts.length);
  });

  it('keeps no picture that no guide shows', () => {
    const used = (Object.keys(guides) as Locale[]).flatMap((locale) => shown(locale).map(({ file }) => file));
    expect(readdirSync(path('pictures')).sort()).toEqual([...new Set(used)].sort());
  });

  it('draws the platform’s console as its table and the form say', async () => {
    const { guide } = (await import(path('guide.ts'))) as { guide: ChannelGuide };
    for (const locale of Object.keys(guides) as Locale[]) {
      const svg = drawConsole(manifest, guide, locale);
      const file = path(`pictures/console.${locale}.svg`);
      // When this fails: `npm run pictures -w e2e -- --drawings`.
      expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(svg);
    }
    const names = manifest.settings.map(({ name }) => name);
    expect(Object.keys(guide.samples).filter((name) => !names.includes(name))).toEqual([]);
  });
}
