import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; impact: string | null; nodes: { html: string }[] };
type Axe = { run(root: Document, options: object): Promise<{ violations: Violation[] }> };

/** What axe finds serious or critical on the page as it stands, a line each; empty when all is well. */
export async function graveFaults(page: Page): Promise<string[]> {
  // Run in the page's own world, past its Content-Security-Policy, as a tester's extension would.
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    return (await axe.run(globalThis.document, { resultTypes: ['violations'] })).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, impact, nodes }) =>
        `${impact} ${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`,
    );
}
