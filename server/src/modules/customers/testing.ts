import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { startTestApp, type TestApp, type TestAppOptions } from '../../testing/app.ts';
import { createPerson, foundOrganisation } from '../people/index.ts';
import { password } from '../people/testing.ts';
import { type Browser, makeBrowser } from '../people/testing-browser.ts';

export type Role = 'owner' | 'administrator' | 'supervisor' | 'agent';

/** An organisation on the real app, with its owner signed in. */
export type Shop = {
  orgId: string;
  ownerId: string;
  owner: Browser;
  /** Another person, signed in. */
  join(
    role: Role,
    options?: { visibility?: 'all' | 'team' | 'assigned' },
  ): Promise<{ id: string; browser: Browser }>;
  /** Runs as the house itself. */
  run<T>(work: (ctx: Ctx) => Promise<T>): Promise<T>;
};

export type Town = TestApp & { shop(name: string): Promise<Shop> };

/** The real app, ready for organisations. */
export async function openTown(options: TestAppOptions = {}): Promise<Town> {
  const app = await startTestApp(options);
  return { ...app, shop: (name) => openShop(app, name) };
}

async function openShop(app: TestApp, name: string): Promise<Shop> {
  const email = `owner@${name.toLowerCase()}.example`;
  const { orgId, ownerId } = await foundOrganisation(app.kernel, {
    organisation: { name },
    owner: { name: `Owner of ${name}`, email, password },
  });
  let count = 0;
  return {
    orgId,
    ownerId,
    owner: await signedIn(app, email),
    join: async (role, options = {}) => {
      const member = `${role}${++count}@${name.toLowerCase()}.example`;
      const person = { orgId, name: `${role} ${count}`, email: member, password, role, ...options };
      const { id } = await createPerson(app.kernel, person);
      return { id, browser: await signedIn(app, member) };
    },
    run: (work) => inTransaction(app.kernel, systemActor(orgId), work),
  };
}

async function signedIn(app: TestApp, email: string): Promise<Browser> {
  const browser = makeBrowser(app.url);
  await browser.ok('POST', '/api/session', { email, password });
  return browser;
}
