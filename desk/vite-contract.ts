import type { Plugin } from 'vite';

/** What the desk reads of a route; the rest (schemas, descriptions) is the server's and stays out of the bundle. */
const kept = new Set(['id', 'method', 'path']);

type Node = { type: string; start: number; end: number; [key: string]: unknown };
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

/** Finds the object handed to every `defineRoute(…)` within a tree. */
function routesIn(node: Node, found: Node[] = []): Node[] {
  const callee = node.callee as Node | undefined;
  if (node.type === 'CallExpression' && callee?.name === 'defineRoute') {
    const [argument] = node.arguments as Node[];
    if (argument) found.push(argument);
    return found;
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) routesIn(child, found);
  }
  return found;
}

/** Leaves of the contract's route objects only what a caller needs: two kilobytes instead of nine. */
export function slimRoutes(): Plugin {
  return {
    name: 'meada:slim-routes',
    transform(code, id) {
      if (!/\/contract\/src\/routes\/\w+\.ts$/.test(id)) return null;
      let slim = code;
      for (const route of routesIn(this.parse(code) as unknown as Node).reverse()) {
        const properties = (route.properties as Node[]).filter((one) =>
          kept.has((one.key as Node).name as string),
        );
        const text = properties.map((one) => code.slice(one.start, one.end)).join(', ');
        slim = `${slim.slice(0, route.start)}{ ${text} }${slim.slice(route.end)}`;
      }
      return { code: slim, map: null };
    },
  };
}
