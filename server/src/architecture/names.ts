import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  at,
  type Finding,
  filesUnder,
  isForTests,
  isNode,
  lineAt,
  type Node,
  parse,
  readText,
  root,
  type Source,
  walk,
} from './files.ts';
import { moduleLine, targetOf } from './imports.ts';

/** Families of plug-ins, each a folder of folders. */
const families = ['channels', 'steps', 'reports', 'payments', 'shipping', 'marketplaces', 'fiscal'];

/** Names of all plug-ins: their folders. */
export const pluginNames = (): string[] =>
  families.flatMap((family) => {
    const folder = join(root, 'server/src/plugins', family);
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  });

/**
 * A name that HTML uses for a field (`email`) is also an everyday word: people sign in with one, forms have fields of
 * that type. It is searched only where a channel is meant.
 */
const htmlWords = new Set(['text', 'email', 'tel', 'url', 'search', 'number', 'date', 'password']);

/** Where a plug-in may be named: its folder, its simulator, the registry. */
const isHome = (path: string, name: string): boolean =>
  new RegExp(`^(server/src/plugins/[a-z]+|simulators/src)/${name}/`).test(path) ||
  path === 'server/src/plugins/registry.ts';

/** What the rule reads: what ships. Tests, stories and benchmarks name what they try; simulators are the outside. */
const isProduct = (path: string): boolean =>
  /^(contract|server|desk|widget|site)\/(src|public|index\.html)/.test(path) &&
  /\.(tsx?|json|css|html|svg)$/.test(path) &&
  !/\.gen\.ts$/.test(path) &&
  !isForTests(path) &&
  !/^server\/src\/architecture\//.test(path);

/** Rule 8: a plug-in's name stands only in its own places; everybody else asks for its capabilities. */
export function pluginNameFindings(): Finding[] {
  const files = ['contract', 'server', 'desk', 'widget', 'site'].flatMap(filesUnder).filter(isProduct);
  const names = pluginNames();
  return files.flatMap((file) => {
    const strangers = names.filter((name) => !isHome(file, name));
    const text = readText(file);
    const words = strangers.filter((name) => !htmlWords.has(name));
    const everyday = strangers.filter((name) => htmlWords.has(name));
    return [
      ...wordFindings(file, text, words),
      ...(/\.tsx?$/.test(file) ? meantFindings(file, everyday) : []),
    ];
  });
}

/** The name as a word or a part of an identifier, in any case. */
function wordFindings(file: string, text: string, names: string[]): Finding[] {
  return names.flatMap((name) =>
    [...text.matchAll(new RegExp(name, 'gi'))].map(({ index, 0: word }) => ({
      file,
      line: lineAt(text, index),
      what: `names the plug-in "${word}"`,
    })),
  );
}

/** The name where it can only mean the plug-in: compared with, or given as, a channel. */
function meantFindings(file: string, names: string[]): Finding[] {
  if (names.length === 0) return [];
  const source = parse(file);
  const found: Finding[] = [];
  walk(source.program, (node, parent) => {
    if (node.type !== 'Literal' || !names.includes(String(node.value)) || !parent) return;
    if (meansChannel(source, node, parent))
      found.push(at(source, node.start, `names the plug-in "${node.value}"`));
  });
  return found;
}

function meansChannel(source: Source, node: Node, parent: Node): boolean {
  const textOf = (value: unknown): string => (isNode(value) ? source.text.slice(value.start, value.end) : '');
  const others =
    parent.type === 'BinaryExpression'
      ? [parent.left, parent.right].filter((side) => side !== node)
      : [parent.key, parent.id, parent.callee];
  return others.some((other) => /(channel|channelId|plugin|channels?\.(get|has))$/i.test(textOf(other)));
}

/** Fixed names of a module's files that are no use cases. */
const notUseCases =
  /(^|-)(index|rules|store|views|routes|listeners|jobs|factories|testing|present|port|registry|load)(-|$)/;

/** Rule 4: a use case named in routes.ts is one file with one exported function named after it. */
export function useCaseFindings(all: Source[]): Finding[] {
  const byPath = new Map(all.map((source) => [source.path, source]));
  return all
    .filter(({ path }) => /^server\/src\/modules\/[^/]+\/routes\.ts$/.test(path))
    .flatMap((routes) => servedFiles(routes).map((path) => byPath.get(path)))
    .flatMap((source) => (source ? useCaseFinding(source) : []));
}

/** Files of the functions handed to `serve` and `serveOutside` as they are. */
function servedFiles(routes: Source): string[] {
  const served = new Set<string>();
  walk(routes.program, (node) => {
    const callee = node.type === 'CallExpression' ? (node.callee as Node).name : null;
    const work = (node.arguments as Node[] | undefined)?.[1];
    if ((callee === 'serve' || callee === 'serveOutside') && work?.type === 'Identifier')
      served.add(String(work.name));
  });
  const files: string[] = [];
  walk(routes.program, (node) => {
    if (node.type !== 'ImportDeclaration') return;
    const names = (node.specifiers as Node[]).map((item) => String((item.local as Node).name));
    const target = targetOf(routes.path, String((node.source as Node).value));
    if (target && names.some((name) => served.has(name))) files.push(target);
  });
  return files;
}

function useCaseFinding(source: Source): Finding[] {
  const file = source.path.split('/').at(-1)?.replace(/\.ts$/, '') ?? '';
  if (notUseCases.test(file)) return [];
  const wanted = file.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const names = source.exports.filter((item) => !item.typeOnly).map((item) => item.name);
  if (names.length === 1 && names[0] === wanted) return [];
  return [
    { file: source.path, line: 1, what: `exports ${names.join(', ')}; a use case exports only ${wanted}` },
  ];
}

/** Every module folder stands in the line and has the files every module has. */
export function moduleFindings(): Finding[] {
  const folder = join(root, 'server/src/modules');
  return readdirSync(folder).flatMap((name) => {
    const file = `server/src/modules/${name}`;
    const missing = ['README.md', 'index.ts'].filter((inner) => !existsSync(join(root, file, inner)));
    return [
      ...(moduleLine.includes(name) ? [] : [{ file, line: 1, what: 'has no place in the line of modules' }]),
      ...missing.map((inner) => ({ file, line: 1, what: `has no ${inner}` })),
      ...(missing.includes('README.md') ? [] : longReadme(`${file}/README.md`)),
    ];
  });
}

function longReadme(file: string): Finding[] {
  const lines = readText(file).trimEnd().split('\n').length;
  return lines > 30 ? [{ file, line: lines, what: `${lines} lines, 30 allowed` }] : [];
}
