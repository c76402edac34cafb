import { at, type Finding, isNode, isTest, type Node, type Source, walk } from './files.ts';

const budgets = { file: 300, testFile: 500, function: 50, component: 120, parameters: 3 };

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Rule 9: lines of a file. */
export const fileBudgets = (all: Source[]): Finding[] =>
  all.flatMap((source) => {
    const lines = source.text.replace(/\n$/, '').split('\n').length;
    const most = isTest(source.path) ? budgets.testFile : budgets.file;
    return lines > most ? [{ file: source.path, line: lines, what: `${lines} lines, ${most} allowed` }] : [];
  });

/** Rule 9: lines and parameters of a function. */
export function functionBudgets(all: Source[]): Finding[] {
  return all.flatMap((source) => {
    const found: Finding[] = [];
    walk(source.program, (node, parent) => {
      if (!functionTypes.has(node.type) || !isNode(node.body)) return;
      found.push(...lengthOf(source, node, parent), ...parametersOf(source, node, parent));
    });
    return found;
  });
}

function lengthOf(source: Source, node: Node, parent: Node | null): Finding[] {
  // A group of tests is a heading over them (with its examples), not a function that does something.
  if (/^describe\b/.test(testName(source, parent) ?? '')) return [];
  const lines = linesOf(source, node) - linesOfTestsIn(source, node);
  const most = isComponent(source, node) ? budgets.component : budgets.function;
  return lines > most ? [at(source, node.start, `function of ${lines} lines, ${most} allowed`)] : [];
}

const linesOf = (source: Source, node: Node): number =>
  source.text.slice(node.start, node.end).split('\n').length;

/** Tests that a function declares (a suite for all plug-ins) count for themselves. */
function linesOfTestsIn(source: Source, group: Node): number {
  let lines = 0;
  const visit = (node: Node): void => {
    if (node.type === 'ExpressionStatement' && testName(source, node.expression) !== null) {
      lines += linesOf(source, node);
      return;
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(group.body as Node);
  return lines;
}

/** `it`, `describe.runIf(x)`, `it.each(rows)`: what a call declares a test with; null for other calls. */
function testName(source: Source, call: unknown): string | null {
  if (!isNode(call) || call.type !== 'CallExpression') return null;
  const callee = call.callee as Node;
  const name = source.text.slice(callee.start, callee.end);
  return /^(describe|it|test)\b/.test(name) ? name : null;
}

const childrenOf = (node: Node): Node[] =>
  Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);

function parametersOf(source: Source, node: Node, parent: Node | null): Finding[] {
  // One row of a table of examples: a parameter is a column.
  if (/\.each\b/.test(testName(source, parent) ?? '')) return [];
  const real = (node.params as Node[]).filter((item) => item.name !== 'this');
  if (real.length <= budgets.parameters) return [];
  return [at(source, node.start, `${real.length} parameters, ${budgets.parameters} allowed`)];
}

/** A function in a .tsx file that returns JSX itself (not through a function inside it). */
function isComponent(source: Source, node: Node): boolean {
  if (!source.path.endsWith('.tsx')) return false;
  const body = node.body as Node;
  if (body.type.startsWith('JSX')) return true;
  let returns = false;
  const visit = (inner: Node): void => {
    if (inner.type === 'ReturnStatement' && isNode(inner.argument) && holdsJsx(inner.argument))
      returns = true;
    for (const child of childrenOf(inner)) if (!functionTypes.has(child.type)) visit(child);
  };
  visit(body);
  return returns;
}

function holdsJsx(node: Node): boolean {
  let found = false;
  walk(node, (inner) => {
    if (inner.type === 'JSXElement' || inner.type === 'JSXFragment') found = true;
  });
  return found;
}

/** Files whose tool reads a default export. */
const wantsDefault = /(^|\/)(vite|vitest)\.config\.ts$|\/global-setup\.ts$|\.d\.ts$/;

/** Rule 9: no `any`, no default export, named re-exports only. */
export function exportFindings(all: Source[]): Finding[] {
  return all.flatMap((source) => {
    const found = source.exports.flatMap(({ name, start }) => {
      if (name === '*') return [at(source, start, 'export *: name what is handed on')];
      return name === 'default' && !wantsDefault.test(source.path)
        ? [at(source, start, 'default export')]
        : [];
    });
    walk(source.program, (node) => {
      if (node.type === 'TSAnyKeyword') found.push(at(source, node.start, 'any'));
    });
    return found;
  });
}
