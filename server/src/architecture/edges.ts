import { at, type Finding, isForTests, isNode, type Node, type Source, walk } from './files.ts';
import { targetOf } from './imports.ts';

/** Packages and parts of Node that reach other machines. */
const networkPackages = new Set([
  ...['node:net', 'node:tls', 'node:http', 'node:https', 'node:http2', 'node:dgram', 'undici'],
  ...['nodemailer', 'imapflow', 'ws', '@nats-io/transport-node'],
]);

/** Files of the kernel that hold the network itself; each says why. */
export const networkEdges: Record<string, string> = {
  'server/src/kernel/egress.ts': 'the door itself',
  'server/src/kernel/bus/nats.ts': 'the bus the operator configured',
  'server/src/kernel/embedded/port.ts': 'listens on this machine to find a free port',
};

const inServer = (source: Source): boolean =>
  source.path.startsWith('server/src/') &&
  !isForTests(source.path) &&
  !source.path.startsWith('server/src/architecture/');

/** Rule 7: everything that leaves the machine goes through egress. */
export function networkFindings(all: Source[]): Finding[] {
  const resolving = new Set(
    all.filter(({ text }) => /\begress\.resolve\(/.test(text)).map(({ path }) => path),
  );
  return all
    .filter(inServer)
    .flatMap((source) => [
      ...source.imports
        .filter((item) => !item.typeOnly && networkPackages.has(item.to) && !isEdge(source, resolving))
        .map((item) => at(source, item.start, `imports ${item.to}: the network is behind kernel/egress.ts`)),
      ...calls(source, (name) => name === 'fetch' || name === 'globalThis.fetch').map((call) =>
        at(source, call.start, 'calls fetch(): use ctx.egress.fetch'),
      ),
    ]);
}

/**
 * A protocol with a client of its own may be spoken where the connection visibly comes from `egress.resolve`: in the
 * same file, or in a neighbour that the file takes it from.
 */
function isEdge(source: Source, resolving: ReadonlySet<string>): boolean {
  if (networkEdges[source.path] || resolving.has(source.path)) return true;
  const neighbours = source.imports.filter((item) => item.to.startsWith('./') && !item.typeOnly);
  return neighbours.some((item) => resolving.has(targetOf(source.path, item.to) ?? ''));
}

/** Who reads the environment; each says why. */
const environmentReaders: Record<string, string> = {
  'server/src/kernel/config.ts': 'the one place',
  'server/src/main.ts': 'tells which folder is wrong even when the configuration could not be read',
  'server/src/kernel/embedded/user.ts': 'hands PostgreSQL a cleaned environment',
};

/** Rule 7: the environment is read in one place. */
export const environmentFindings = (all: Source[]): Finding[] =>
  all
    .filter((source) => inServer(source) && !environmentReaders[source.path])
    .flatMap((source) => members(source, 'process.env'))
    .map(({ source, node }) =>
      at(source, node.start, 'reads process.env: settings come from kernel/config.ts'),
    );

/** What gives the hour or chance, and who may call it. */
const ambient: { name: RegExp; instead: string; home: RegExp }[] = [
  { name: /^Date\.now$/, instead: 'ctx.clock', home: /^server\/src\/kernel\/(clock\.ts|embedded\/)/ },
  { name: /^Math\.random$/, instead: 'ctx.ids', home: /^$/ },
  {
    name: /^(crypto\.)?(randomUUID|randomBytes|randomInt|getRandomValues|randomFillSync)$/,
    instead: 'ctx.ids',
    // Keys and passwords of the installation are made before there is a context.
    home: /^server\/src\/(kernel\/(ids|secrets|config)\.ts|kernel\/embedded\/|storage\.ts)/,
  },
];

/** Rule 7: clock, ids and randomness through the context. */
export function ambientFindings(all: Source[]): Finding[] {
  return all
    .filter(inServer)
    .flatMap((source) => [
      ...ambient.flatMap(({ name, instead, home }) =>
        home.test(source.path)
          ? []
          : calls(source, (called) => name.test(called)).map((call) =>
              at(source, call.start, `calls ${nameOf(call.callee)}(): use ${instead}`),
            ),
      ),
      ...(ambient[0]?.home.test(source.path) ? [] : bareDates(source)),
    ]);
}

function bareDates(source: Source): Finding[] {
  const found: Finding[] = [];
  walk(source.program, (node) => {
    const bare = node.type === 'NewExpression' && nameOf(node.callee) === 'Date';
    if (bare && (node.arguments as Node[]).length === 0) {
      found.push(at(source, node.start, 'calls new Date(): use ctx.clock'));
    }
  });
  return found;
}

/** Rule 6: queries go through the context; the driver itself is the kernel's. */
export function driverFindings(all: Source[]): Finding[] {
  const homes = /^server\/src\/(kernel\/|storage\.ts|backup\/)/;
  return all
    .filter((source) => inServer(source) && !homes.test(source.path))
    .flatMap((source) =>
      source.imports
        .filter((item) => item.to === 'pg' && !item.typeOnly)
        .map((item) => at(source, item.start, 'imports pg: use ctx.db')),
    );
}

/** LESSONS 18 and 58: no shell, no code made of text. */
export function shellFindings(all: Source[]): Finding[] {
  const forbidden = /^(eval|exec|execSync|Function|v8\.deserialize|vm\.\w+)$/;
  return all
    .filter(inServer)
    .flatMap((source) => [
      ...calls(source, (name) => forbidden.test(name)).map((call) =>
        at(source, call.start, `calls ${nameOf(call.callee)}()`),
      ),
      ...source.imports
        .filter((item) => item.to === 'node:vm')
        .map((item) => at(source, item.start, 'imports node:vm')),
    ]);
}

function calls(source: Source, wanted: (name: string) => boolean): Node[] {
  const found: Node[] = [];
  walk(source.program, (node) => {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
    const name = nameOf(node.callee);
    if (name && wanted(name)) found.push(node);
  });
  return found;
}

function members(source: Source, name: string): { source: Source; node: Node }[] {
  const found: { source: Source; node: Node }[] = [];
  walk(source.program, (node) => {
    if (node.type === 'MemberExpression' && nameOf(node) === name) found.push({ source, node });
  });
  return found;
}

/** `a.b.c` as text; an empty string for anything but plain names. */
function nameOf(value: unknown): string {
  if (!isNode(value)) return '';
  if (value.type === 'Identifier') return String(value.name);
  if (value.type !== 'MemberExpression' || value.computed) return '';
  const [object, property] = [nameOf(value.object), nameOf(value.property)];
  return object && property ? `${object}.${property}` : '';
}
