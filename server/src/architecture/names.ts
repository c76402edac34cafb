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
 * Names that are everyday words, too (people have an `email`, routes begin with `/api`, things are counted by a
 * `counter`): they are searched only where a channel is meant. A firm's or product's name never belongs here.
 */
const everydayWords = new Set([
  'api',
  'complaints',
  // Portuguese and Spanish for consumer: laws and words of anger have it.
  'consumidor',
  'counter',
  'email',
  'mail',
  'phone',
  'portal',
  'reviews',
  'sms',
  'telephone',
]);

/** A name this short stands within other words, whoever bears it. */
const isWithinWords = (name: string): boolean => name.length <= 4 || everydayWords.has(name);

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
    const words = strangers.filter((name) => !isWithinWords(name));
    const everyday = strangers.filter(isWithinWords);
    return [
      ...wordFindings(file, text, words),
      ...(/\.tsx?$/.test(file) ? meantFindings(parse(file, text), everyday) : []),
    ];
  });
}

/**
 * The name as a word or a part of an identifier, in any case. A host name is none: the firm behind one channel's name
 * serves another's files and calls from its host, too.
 */
function wordFindings(file: string, text: string, names: string[]): Finding[] {
  return names.flatMap((name) =>
    [...text.matchAll(new RegExp(`${name}(?!\\\\?\\.(com|net|org)\\b)`, 'gi'))].map(({ index, 0: word }) => ({
      file,
      line: lineAt(text, index),
      what: `names the plug-in "${word}"`,
    })),
  );
}

/** The name where it can only mean the plug-in: compared with, looked up by, or given as a channel. */
export function meantFindings(source: Source, names: string[]): Finding[] {
  const found: Finding[] = [];
  walk(source.program, (node) => {
    for (const literal of meantAsChannel(source, node)) {
      if (literal.type === 'Literal' && names.includes(String(literal.value))) {
        found.push(at(source, literal.start, `names the plug-in "${literal.value}"`));
      }
    }
  });
  return found;
}

/** `channel === x`, `channel: x`, `channel = x`, `channels.get(x)`, `[x].includes(channel)`, `switch (channel) case x`. */
function meantAsChannel(source: Source, node: Node): Node[] {
  const isChannel = (value: unknown): boolean =>
    isNode(value) &&
    /(channel|channelId|plugin|pluginId)['"]?$/i.test(source.text.slice(value.start, value.end));
  const nodes = (...values: unknown[]): Node[] => values.filter(isNode);
  if (node.type === 'BinaryExpression' || node.type === 'AssignmentExpression') {
    const sides = nodes(node.left, node.right);
    return sides.some(isChannel) ? sides : [];
  }
  if (node.type === 'Property') return isChannel(node.key) ? nodes(node.value) : [];
  if (node.type === 'VariableDeclarator') return isChannel(node.id) ? nodes(node.init) : [];
  if (node.type === 'SwitchStatement' && isChannel(node.discriminant)) {
    return (node.cases as Node[]).flatMap((one) => nodes(one.test));
  }
  if (node.type !== 'CallExpression') return [];
  const { object, property } = node.callee as { object?: Node; property?: Node };
  const given = node.arguments as Node[];
  if (property?.name === 'includes' && given.some(isChannel))
    return nodes(...((object?.elements as Node[]) ?? []));
  const text = object ? source.text.slice(object.start, object.end) : '';
  return /channels$/i.test(text) && /^(get|has)$/.test(String(property?.name)) ? given : [];
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
