import type { Plugin } from 'vite';

/** What the desk reads of a route; the rest (schemas, descriptions) is the server's and stays out of the bundle. */
const kept = new Set(['id', 'method', 'path']);
/** How a schema begins; in the browser all of them are the same stand-in (`src/api/zodless.ts`). */
const schema = /^(z\.|textOf\(|lineOf\(|pageOf\()/;

type Node = { type: string; start: number; end: number; [key: string]: unknown };
type Edit = { start: number; end: number; text: string };

/** The value of every constant declared at the top of a module. */
function constantsOf(program: Node): Node[] {
  const declarations = (program.body as Node[]).map((node) => (node.declaration as Node | null) ?? node);
  const declarators = declarations.flatMap((node) => (node.declarations as Node[] | undefined) ?? []);
  return declarators.flatMap((one) => (one.init ? [one.init as Node] : []));
}

/** What becomes of a constant: a schema is the stand-in, a route keeps what a caller needs, the rest stays. */
function editOf(value: Node, code: string): Edit | null {
  const { start, end } = value;
  if (schema.test(code.slice(start, end))) return { start, end, text: '/* @__PURE__ */ z()' };
  const callee = value.callee as Node | undefined;
  const [route] = (value.arguments as Node[] | undefined) ?? [];
  if (callee?.name !== 'defineRoute' || !route) return null;
  const properties = (route.properties as Node[]).filter((one) => kept.has((one.key as Node).name as string));
  return { start, end, text: `{ ${properties.map((one) => code.slice(one.start, one.end)).join(', ')} }` };
}

/** Leaves of the contract only what a caller needs; unused schemas and routes then fall out of the bundle. */
export function slimContract(): Plugin {
  return {
    name: 'meada:slim-contract',
    transform(code, id) {
      if (!/\/contract\/src\/[\w/-]+\.ts$/.test(id)) return null;
      const edits = constantsOf(this.parse(code) as unknown as Node).flatMap(
        (value) => editOf(value, code) ?? [],
      );
      let slim = code;
      for (const edit of edits.reverse()) slim = slim.slice(0, edit.start) + edit.text + slim.slice(edit.end);
      const needsZ = slim.includes('z()') && !/import\s*\{[^}]*\bz\b/.test(slim);
      return { code: needsZ ? `import { z } from 'zod';\n${slim}` : slim, map: null };
    },
  };
}
