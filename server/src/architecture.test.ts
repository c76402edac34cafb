import { expect, it } from 'vitest';
import { exportFindings, fileBudgets, functionBudgets } from './architecture/budgets.ts';
import { circleFindings, circlesOf } from './architecture/circles.ts';
import {
  ambientFindings,
  driverFindings,
  environmentFindings,
  networkEdges,
  networkFindings,
  shellFindings,
} from './architecture/edges.ts';
import { type Finding, parse, readText, sources } from './architecture/files.ts';
import { breach, importFindings, moduleLine } from './architecture/imports.ts';
import {
  meantFindings,
  moduleFindings,
  pluginNameFindings,
  pluginNames,
  useCaseFindings,
} from './architecture/names.ts';
import { guideFindings, localeFindings, pathFindings } from './architecture/papers.ts';
import { routeFindings } from './architecture/routes.ts';

/**
 * The ten rules of the house (ARCHITECTURE.md), each as far as a machine can judge it, over every hand-written file.
 * A failing test prints each breach with its file and line.
 */
const all = sources();

const keeps = (findings: Finding[]): void => {
  expect(findings.map(({ file, line, what }) => `${file}:${line} ${what}`)).toEqual([]);
};

it('reads the whole house', () => {
  expect(all.length).toBeGreaterThan(300);
  expect(pluginNames().length).toBeGreaterThan(3);
});

it('rule 2: imports follow the layers, and modules the line', () => keeps(importFindings(all)));

it('rule 2: imports form no circle', () => keeps(circleFindings(all)));

it('rule 2: a circle is seen wherever it lies, and a mere meeting is none', () => {
  const house = { a: ['b'], b: ['c', 'd'], c: ['b'], d: ['e'], e: [], f: ['d', 'f2'], f2: ['d'], g: ['g'] };
  const seen = circlesOf(new Map(Object.entries(house).map(([path, to]) => [path, new Set(to)])));
  expect(seen.map((circle) => [...circle].sort())).toEqual([['b', 'c'], ['g']]);
});

it('rule 3: every module has its place in the line, a README and an index', () => keeps(moduleFindings()));

it('rule 4: a use case is one file with one function of its name', () => keeps(useCaseFindings(all)));

it('rule 6: queries go through the context, the driver is the kernel’s', () => keeps(driverFindings(all)));

it('rule 7: the environment is read in one place', () => keeps(environmentFindings(all)));

it('rule 7: what leaves the machine goes through egress (lesson 13)', () => keeps(networkFindings(all)));

it('rule 7: clock, ids and chance come from the context', () => keeps(ambientFindings(all)));

it('no shell and no code made of text (lessons 18, 58)', () => keeps(shellFindings(all)));

it('rule 8: a plug-in is named only at home', () => keeps(pluginNameFindings()));

it('rule 9: files keep their budget', () => keeps(fileBudgets(all)));

it('rule 9: functions keep their budget', () => keeps(functionBudgets(all)));

it('rule 9: no any, no default exports, named re-exports only', () => keeps(exportFindings(all)));

it('rule 10: papers name only paths that exist', () => keeps(pathFindings()));

it('routes have ids and paths of their own', async () => keeps(await routeFindings()));

it('the three languages have the same texts', () => keeps([...localeFindings(), ...guideFindings()]));

it('the edges to the network are still there', () => {
  for (const file of Object.keys(networkEdges)) expect(readText(file)).not.toBe('');
});

it.each([
  ['contract/src/a.ts', 'server/src/kernel/ids.ts'],
  ['server/src/kernel/a.ts', 'server/src/modules/people/index.ts'],
  ['server/src/modules/people/a.ts', 'server/src/modules/customers/index.ts'],
  ['server/src/modules/customers/a.ts', 'server/src/modules/people/store.ts'],
  ['server/src/modules/people/a.ts', 'server/src/plugins/registry.ts'],
  ['server/src/modules/people/a.ts', 'server/src/app.ts'],
  ['server/src/app.ts', 'server/src/main.ts'],
  ['server/src/app.ts', 'simulators/src/world.ts'],
  ['server/src/modules/people/a.ts', 'server/src/kernel/testing/database.ts'],
  ['desk/src/main.ts', 'server/src/kernel/ids.ts'],
  ['widget/src/app.tsx', 'desk/src/main.ts'],
  ['simulators/src/a.ts', 'server/src/kernel/ids.ts'],
])('%s may not import %s', (from, to) => expect(breach(from, to)).not.toBeNull());

it.each([
  ['server/src/modules/conversations/a.ts', 'server/src/modules/people/index.ts'],
  ['server/src/modules/people/a.test.ts', 'server/src/testing/app.ts'],
  ['server/src/plugins/registry.ts', 'server/src/plugins/channels/x/index.ts'],
  ['server/src/app.ts', 'server/src/plugins/registry.ts'],
  ['server/src/main.ts', 'server/src/app.ts'],
  ['desk/src/main.ts', 'contract/src/route.ts'],
])('%s may import %s', (from, to) => expect(breach(from, to)).toBeNull());

it('finds what it looks for', () => {
  const long = `export function long() {\n${'\n'.repeat(60)}}\n`;
  const source = parse(
    'server/src/modules/people/x.ts',
    `${long}export default eval('1' as any);\nfetch('x');\n`,
  );
  const found = [
    ...functionBudgets([source]),
    ...exportFindings([source]),
    ...shellFindings([source]),
    ...networkFindings([source]),
  ];
  expect(found.map(({ what }) => what.split(' ')[0])).toEqual([
    'function',
    'default',
    'any',
    'calls',
    'calls',
  ]);
  expect(moduleLine[0]).toBe('organisations');
});

it.each([
  [`if (inbox.channel === 'email') go();`, 1],
  [`const inbox = { channel: 'email' };`, 1],
  [`channels.get('email');`, 1],
  [`if (['email', 'telegram'].includes(channel)) go();`, 1],
  [`switch (item.channel) { case 'email': go(); }`, 1],
  [`const field = { type: 'email' }; read('email'); if (kind === 'email') go();`, 0],
])('an everyday name is found where a channel is meant: %s', (text, count) => {
  expect(meantFindings(parse('server/src/modules/people/x.ts', text), ['email'])).toHaveLength(count);
});

it('tests inside a group count for themselves, and a row of examples may have many columns', () => {
  const inner = `it('a', () => {\n${'go();\n'.repeat(40)}});\n`;
  const group = `function suite() {\n${inner.repeat(3)}}\ndescribe.runIf(true)('g', () => {\n${inner.repeat(3)}});\n`;
  const rows = `it.each([[1, 2, 3, 4]])('r', (a, b, c, d) => go(a, b, c, d));\n`;
  expect(functionBudgets([parse('server/src/x.test.ts', group + rows)])).toEqual([]);
  expect(functionBudgets([parse('server/src/x.test.ts', group.replaceAll('it(', 'go('))])).toHaveLength(1);
});
