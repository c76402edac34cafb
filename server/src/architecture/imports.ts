import { basename, posix } from 'node:path';
import { type Finding, type Import, isForTests, type Source } from './files.ts';

/** The modules, from left to right: each may import those before it (DESIGN §3). */
export const moduleLine = [
  ...[
    'organisations',
    'people',
    'hours',
    'customers',
    'tracking',
    'catalog',
    'stock',
    'orders',
    'payments',
    'deliveries',
  ],
  ...[
    'finance',
    'inboxes',
    'conversations',
    'timeline',
    'segments',
    'agreements',
    'routing',
    'tasks',
    'deals',
    'recoveries',
  ],
  ...[
    'knowledge',
    'surveys',
    'automation',
    'bots',
    'journeys',
    'calls',
    'complaints',
    'imports',
    'sac',
    'notifications',
    'privacy',
  ],
  ...['analytics', 'webhooks'],
];

/** The layers of the server, lowest first; `name` is the module or the plug-in's folder. */
type Place =
  | { layer: 'contract' | 'rows' | 'kernel' | 'app' | 'main' | 'architecture' | 'testing' | 'top' }
  | { layer: 'modules' | 'plugins'; name: string }
  | { layer: 'workspace'; name: string };

/** Where a file belongs. */
export function placeOf(path: string): Place {
  const [workspace = '', src, area, name = '', inner] = path.split('/');
  // Facts about the package itself, such as its version.
  if (basename(path) === 'package.json') return { layer: 'top' };
  if (workspace === 'contract') return { layer: 'contract' };
  if (workspace !== 'server' || src !== 'src') return { layer: 'workspace', name: workspace };
  if (area === 'kernel') return { layer: path.includes('/kernel/testing/') ? 'testing' : 'kernel' };
  if (area === 'modules') return { layer: 'modules', name };
  if (area === 'plugins' && inner !== undefined) {
    // What lies directly in channels/ (the conformance suite) belongs to all channels.
    const own = path.split('/').length > 5 ? inner : '';
    return { layer: 'plugins', name: own };
  }
  if (area === 'testing') return { layer: 'testing' };
  if (area === 'rows.gen.ts') return { layer: 'rows' };
  if (area === 'architecture' || area === 'architecture.test.ts') return { layer: 'architecture' };
  return { layer: area === 'main.ts' || area === 'cli.ts' ? 'main' : 'app' };
}

/** The file an import means, or null for a package. */
export function targetOf(from: string, to: string): string | null {
  if (to.startsWith('.')) return posix.join(posix.dirname(from), to);
  const [, workspace, inner] = /^@meada\/([a-z0-9]+)(?:\/(.*))?$/.exec(to) ?? [];
  return workspace ? `${workspace}/src/${inner ?? 'index'}.ts` : null;
}

const order = ['contract', 'rows', 'kernel', 'modules', 'plugins', 'app', 'main'];
const frontEnds = new Set(['desk', 'widget', 'site']);

/** Rule 2: contract ← kernel ← modules (leftwards, through index.ts) ← plugins ← app ← main; front ends: contract. */
export function importFindings(all: Source[]): Finding[] {
  return all.flatMap((source) =>
    source.imports.flatMap((item) => {
      const target = targetOf(source.path, item.to);
      const what = target === null ? null : breach(source.path, target);
      return what ? [finding(source, item, what)] : [];
    }),
  );
}

function finding(source: Source, item: Import, what: string): Finding {
  const line = source.text.slice(0, item.start).split('\n').length;
  return { file: source.path, line, what: `imports ${item.to}: ${what}` };
}

/** Why `from` may not import `to`; null when it may. */
export function breach(from: string, to: string): string | null {
  const [here, there] = [placeOf(from), placeOf(to)];
  if (there.layer === 'top') return null;
  if (isForTests(to) && !isForTests(from) && there.layer !== 'workspace') return mayUseTestCode(from, to);
  if (here.layer === 'workspace') return breachOfWorkspace(here.name, there);
  if (there.layer === 'workspace') {
    return there.name === 'simulators' && isForTests(from)
      ? null
      : `the server does not import ${there.name}`;
  }
  // The harness and the rules' own tests stand beside the layers, not in them.
  if (['testing', 'architecture'].includes(here.layer) || there.layer === 'testing') return null;
  const [low, high] = [order.indexOf(there.layer), order.indexOf(here.layer)];
  if (low > high) return `${here.layer} stands below ${there.layer}`;
  if (there.layer === 'modules') return breachOfModules(from, to);
  if (here.layer === 'plugins' && there.layer === 'plugins') return breachOfPlugins(here.name, there.name);
  return null;
}

/** Conformance suites are for tests too, but live with the plug-ins they judge. */
const mayUseTestCode = (from: string, to: string): string | null =>
  placeOf(from).layer === 'testing' ? null : `only tests may use ${posix.basename(to)}`;

function breachOfWorkspace(here: string, there: Place): string | null {
  if (there.layer === 'contract') return null;
  if (there.layer === 'workspace' && there.name === here) return null;
  if (frontEnds.has(here)) return 'a front end imports only contract';
  if (here === 'simulators') return 'a simulator imports only contract';
  // Benchmarks and stories drive the whole system.
  return here === 'bench' || here === 'e2e' ? null : 'nothing else is open to it';
}

function breachOfModules(from: string, to: string): string | null {
  const [here, there] = [placeOf(from), placeOf(to)];
  if (there.layer !== 'modules') return null;
  if (here.layer === 'modules' && here.name === there.name) return null;
  if (!moduleLine.includes(there.name)) return `the module ${there.name} has no place in the line`;
  if (here.layer === 'modules' && moduleLine.indexOf(here.name) < moduleLine.indexOf(there.name)) {
    return `${there.name} stands to the right of ${here.name}`;
  }
  // A port is the face a module shows to the plug-ins that fill it.
  const port = here.layer === 'plugins' && to.endsWith('/port.ts');
  const open = port || to.endsWith('/index.ts') || (isForTests(from) && isForTests(to));
  return open ? null : `${there.name} is open only through its index.ts`;
}

function breachOfPlugins(here: string, there: string): string | null {
  // The registry (no name of its own) lists all; every plug-in may use what belongs to all.
  return here === '' || there === '' || here === there
    ? null
    : `the plug-in ${there} is none of its business`;
}
