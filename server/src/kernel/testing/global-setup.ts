import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestProject } from 'vitest/node';
import { lockFolder, startEmbedded } from '../embedded/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's PostgreSQL as superuser, database `postgres`; read it by `inject('superuserUrl')`. */
    superuserUrl: string;
  }
}

const prefix = 'meada-test-';
const templateFile = join(import.meta.dirname, 'template.ts');

/** One PostgreSQL for the whole run, on a throw-away folder and without fsync; the template database in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  dropLeftovers();
  const dir = mkdtempSync(join(tmpdir(), prefix));
  const server = await startEmbedded({ dir, durable: false });
  const url = server.url('postgres', 'postgres');
  const stop = async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await prepareTemplateIfAny(url);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('superuserUrl', url);
  return stop;
}

/** The migrated template database; its maker is not there yet in the very first commits. */
async function prepareTemplateIfAny(superuserUrl: string): Promise<void> {
  if (!existsSync(templateFile)) return;
  const template = (await import(pathToFileURL(templateFile).href)) as {
    prepareTemplate(superuserUrl: string): Promise<void>;
  };
  await template.prepareTemplate(superuserUrl);
}

/** Folders of runs that were killed: nobody holds them, so they can go. */
function dropLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const dir = join(tmpdir(), name);
    try {
      lockFolder(dir);
      rmSync(dir, { recursive: true, force: true });
    } catch {
      // In use, or another user's.
    }
  }
}
