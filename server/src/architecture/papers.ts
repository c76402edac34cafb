import { existsSync, readdirSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { type Finding, filesUnder, lineAt, readText, root } from './files.ts';

const topFolders = (): Set<string> => new Set(readdirSync(root));

/** Every paper a person wrote: all Markdown. */
const papers = (): string[] => filesUnder('.').filter((path) => path.endsWith('.md'));

/** A recipe's placeholder (NAME, NNNN, `*`, …) stands for any name. */
const placeholder = /NNNN|NAME|\*+|…|<[^>]+>|\{[^}]+\}/g;

/** Rule 10: docs name only paths that exist. */
export function pathFindings(): Finding[] {
  const everything = filesUnder('.');
  const top = topFolders();
  return papers().flatMap((file) => {
    const text = readText(file);
    return namedPaths(text, top)
      .filter(({ path }) => !exists(file, path, everything))
      .map(({ path, index }) => ({
        file,
        line: lineAt(text, index),
        what: `names ${path}, which is not there`,
      }));
  });
}

/** Paths in backticks, and the targets of links and pictures. */
function namedPaths(text: string, top: Set<string>): { path: string; index: number }[] {
  const prose = text.replace(/```[\s\S]*?```/g, (block) => block.replace(/[^\n]/g, ' '));
  const ticked = [...prose.matchAll(/`([^`\s]+)`/g)].map((match) => ({
    path: match[1] ?? '',
    index: match.index,
  }));
  const linked = [...prose.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map((match) => ({
    path: match[1] ?? '',
    index: match.index,
  }));
  return [
    ...ticked.filter(({ path }) => looksLikePath(path, top)),
    ...linked.filter(({ path }) => !/^[a-z]+:/.test(path)),
  ];
}

function looksLikePath(token: string, top: Set<string>): boolean {
  if (!/^\.{0,2}\/?[\w.@*…<>{},-]+(\/[\w.@*…<>{},-]+)*\/?$/.test(token)) return false;
  if (token.startsWith('/') || token.startsWith('@')) return false;
  const first = token.replace(/^\.\//, '').split('/')[0] ?? '';
  // Written by a running installation, not part of the repository.
  if (['data', 'dist', 'node_modules', '.meada'].includes(first)) return false;
  if (token.includes('/')) return top.has(first) || /^\.{1,2}\//.test(token);
  return /\w\.(md|sql|tsx?|mjs|json|yml)$/.test(token);
}

/** From the top, or from the paper's own folder; a bare file name may lie anywhere. */
function exists(paper: string, path: string, everything: string[]): boolean {
  const clean = path.replace(/\/$/, '').replace(/^\.\//, '');
  const candidates = [clean, posix.join(posix.dirname(paper), path)];
  if (candidates.some((candidate) => existsSync(join(root, candidate)))) return true;
  if (clean.replace(placeholder, '') !== clean) {
    const pattern = new RegExp(`^${patternOf(clean)}(/|$)`);
    return everything.some((file) => pattern.test(file) || pattern.test(basename(file)));
  }
  return !clean.includes('/') && everything.some((file) => basename(file) === clean);
}

/** A regular expression of a path with placeholders. */
const patternOf = (path: string): string =>
  path
    .split(placeholder)
    .map((part) => part.replace(/[.+?^$()|[\]\\]/g, '\\$&'))
    .join('[^/]+');

const languages = ['pt-BR', 'en', 'es'];

/** Texts of a front end: the same keys in the three languages (plural forms differ by language and are left out). */
export function localeFindings(): Finding[] {
  const folders = ['desk', 'widget', 'site', 'server', 'simulators']
    .flatMap(filesUnder)
    .filter((path) => path.endsWith('.json') && path.includes('/pt-BR/'))
    .map((path) => path.split('/pt-BR/') as [string, string]);
  return folders.flatMap(([folder, name]) => {
    const texts = languages.map((language) => keysOf(`${folder}/${language}/${name}`));
    const every = new Set(texts.flat());
    return languages.flatMap((language, position) => {
      const missing = [...every].filter((key) => !texts[position]?.includes(key));
      return missing.map((key) => ({
        file: `${folder}/${language}/${name}`,
        line: 1,
        what: `has no ${key}`,
      }));
    });
  });
}

function keysOf(file: string): string[] {
  if (!existsSync(join(root, file))) return [];
  const keys = (value: unknown, path: string): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => keys(inner, path ? `${path}.${key}` : key))
      : [path.replace(/_(zero|one|two|few|many|other)$/, '')];
  return [...new Set(keys(JSON.parse(readText(file)), ''))];
}

/** Every guide beside a plug-in stands in three languages. */
export const guideFindings = (): Finding[] =>
  filesUnder('server/src/plugins')
    .filter((path) => path.endsWith('/setup.md'))
    .flatMap((path) =>
      ['en', 'es']
        .map((language) => path.replace(/\.md$/, `.${language}.md`))
        .filter((other) => !existsSync(join(root, other)))
        .map((other) => ({ file: path, line: 1, what: `has no ${basename(other)}` })),
    );
