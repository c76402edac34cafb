import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

/** Top of the repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** One breach of a rule; `line` counts from 1. */
export type Finding = { file: string; line: number; what: string };

/** A node of the syntax tree (ESTree with TypeScript), read without the parser's large union of types. */
export type Node = { type: string; start: number; end: number; [field: string]: unknown };

/** `lazy`: asked for while running (`import()`). */
export type Import = { to: string; start: number; typeOnly: boolean; lazy?: true };

export type Source = {
  /** From the top of the repository, with `/`. */
  path: string;
  text: string;
  program: Node;
  imports: Import[];
  /** Names exported as values, `default` for the default export, `*` for `export * from`. */
  exports: { name: string; start: number; typeOnly: boolean }[];
};

const skipped = new Set(['node_modules', 'dist', 'data', 'coverage', '.git', '.meada']);

/** Every file below a folder that people wrote, from the top of the repository. */
export function filesUnder(folder: string): string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inner = join(path, entry.name);
      if (entry.isDirectory() && !skipped.has(entry.name)) visit(inner);
      else if (entry.isFile()) found.push(relative(root, inner).split(sep).join('/'));
    }
  };
  if (existsSync(join(root, folder))) visit(join(root, folder));
  return found.sort();
}

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

/** What never ships: tests, stories, benchmarks, `testing*.ts`, factories, conformance suites, generators. */
export const isForTests = (path: string): boolean =>
  isTest(path) ||
  /^(e2e|bench)\//.test(path) ||
  path.includes('/testing/') ||
  /\.generate\.ts$/.test(path) ||
  /(^|\/)(testing|factories|conformance)(-[a-z]+)*\.ts$/.test(path);

/** The line of an offset, from 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Where a node stands, as a finding. */
export const at = (source: Source, start: number, what: string): Finding => ({
  file: source.path,
  line: lineAt(source.text, start),
  what,
});

/** Calls `visit` on every node, outermost first, with the node that holds it. */
export function walk(node: Node, visit: (node: Node, parent: Node | null) => void): void {
  const step = (current: Node, parent: Node | null): void => {
    visit(current, parent);
    for (const value of Object.values(current)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isNode(child)) step(child, current);
      }
    }
  };
  step(node, null);
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** Reads and parses one file. Throws when it is no TypeScript: then tsc has more to say. */
export function parse(path: string, text = readText(path)): Source {
  const { program, module, errors } = parseSync(path, text);
  const error = errors[0];
  if (error) throw new Error(`${path}: ${error.message}`);
  const dynamic = module.dynamicImports.flatMap(({ start, moduleRequest }) => {
    const literal = /^['"](.*)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    return literal?.[1] ? [{ to: literal[1], start, typeOnly: false, lazy: true as const }] : [];
  });
  const reExports = module.staticExports.flatMap(({ entries, start }) =>
    entries.flatMap((entry) =>
      entry.moduleRequest ? [{ to: entry.moduleRequest.value, start, typeOnly: entry.isType }] : [],
    ),
  );
  const imports = module.staticImports.map((item) => ({
    to: item.moduleRequest.value,
    start: item.start,
    typeOnly: item.entries.length > 0 && item.entries.every((entry) => entry.isType),
  }));
  const exports = module.staticExports.flatMap(({ entries, start }) =>
    entries.map((entry) => ({
      name: exportedName(entry.exportName.kind, entry.exportName.name),
      start,
      typeOnly: entry.isType,
    })),
  );
  return {
    path,
    text,
    program: program as unknown as Node,
    imports: [...imports, ...reExports, ...dynamic],
    exports,
  };
}

const exportedName = (kind: string, name: string | null): string =>
  kind === 'Default' ? 'default' : (name ?? '*');

const workspaces = ['contract', 'server', 'desk', 'widget', 'site', 'simulators', 'bench', 'e2e'];

/** Every hand-written `.ts` and `.tsx` of the repository. */
export const sources = (): Source[] =>
  [...workspaces.flatMap(filesUnder), 'vitest.config.ts']
    .filter((path) => /\.tsx?$/.test(path) && !/\.gen\.ts$/.test(path))
    .map((path) => parse(path));
