import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { loadDemo } from '../../../server/src/demo/load.ts';
import type { TestDatabase } from '../../../server/src/kernel/testing/database.ts';
import { startTestApp, type TestApp, type TestAppOptions } from '../../../server/src/testing/app.ts';
import { startWorld, type World } from '../../../simulators/src/world.ts';

/** The demo on stage: the real server on a real PostgreSQL, the simulators, a real browser. */
export type Stage = {
  app: TestApp;
  world: World;
  browser: Browser;
  /** Password of every person of the demo shop. */
  password: string;
  /** A browser of its own for one person: cookies and storage apart. */
  person(options?: { width?: number; height?: number; locale?: string; dark?: boolean }): Promise<Page>;
  stop(): Promise<void>;
};

const chromiums = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** Starts a Chromium for tests. */
export function startBrowser(): Promise<Browser> {
  const executablePath = chromiums.find((path) => path && existsSync(path));
  return chromium.launch({ executablePath, args: flags });
}

export type StageOptions = {
  /** For the server: ROLES, … */
  env?: Record<string, string>;
  /** A database that is there; else one of its own. */
  database?: TestDatabase;
  /** When a visitor of the chat counts as gone. */
  leaving?: TestAppOptions['leaving'];
  /** Runs before the demo is loaded: a second process that does the work. */
  before?(env: Record<string, string>): Promise<void>;
};

/** Sets up everything. */
export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const world = await startWorld({ port: 0 });
  const env = {
    DEMO: '1',
    EGRESS_ALLOW: world.ready.allow.join(','),
    SIMULATORS: JSON.stringify(world.ready),
    ...options.env,
  };
  const app = await startTestApp({
    checkAnswers: true,
    database: options.database,
    leaving: options.leaving,
    env,
  });
  await options.before?.(env);
  const [signIn] = await loadDemo(app.kernel, world.ready);
  const browser = await startBrowser();
  return {
    app,
    world,
    browser,
    password: signIn?.password ?? '',
    person: async ({ width = 1440, height = 900, locale = 'pt-BR', dark = false } = {}) => {
      const context = await browser.newContext({
        viewport: { width, height },
        locale,
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
      });
      return context.newPage();
    },
    stop: async () => {
      // Never the contexts one by one: Chromium sometimes does not answer to that where a service worker still starts.
      await browser.close();
      await app.stop();
      await world.stop();
    },
  };
}
