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
      found.push(...lengthOf(source, node, parent), ...parametersOf(source, node));
    });
    return found;
  });
}

function lengthOf(source: Source, node: Node, parent: Node | null): Finding[] {
  // A group of tests is a heading over them, not a function that does something.
  if (parent && isGroup(parent)) return [];
  const lines = source.text.slice(node.start, node.end).split('\n').length;
  const most = isComponent(source, node) ? budgets.component : budgets.function;
  return lines > most ? [at(source, node.start, `function of ${lines} lines, ${most} allowed`)] : [];
}

function parametersOf(source: Source, node: Node): Finding[] {
  const real = (node.params as Node[]).filter((item) => item.name !== 'this');
  if (real.length <= budgets.parameters) return [];
  return [at(source, node.start, `${real.length} parameters, ${budgets.parameters} allowed`)];
}

function isGroup(call: Node): boolean {
  if (call.type !== 'CallExpression') return false;
  const callee = call.callee as Node;
  return callee.name === 'describe' || (isNode(callee.object) && callee.object.name === 'describe');
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
    for (const value of Object.values(inner)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isNode(child) && !functionTypes.has(child.type)) visit(child);
      }
    }
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
