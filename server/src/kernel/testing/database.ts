import pg from 'pg';
import { inject } from 'vitest';
import { templateName, testLogins, urlAs } from './template.ts';

export type TestDatabase = {
  name: string;
  ownerUrl: string;
  appUrl: string;
  systemUrl: string;
  drop(): Promise<void>;
};

let count = 0;

/** A database of its own, cloned from the migrated template. */
export async function testDatabase(): Promise<TestDatabase> {
  const superuserUrl = inject('superuserUrl');
  const name = `meada_${process.pid}_${++count}_${Date.now().toString(36)}`;
  const admin = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: superuserUrl });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  // As in real life, where the owner of the tables may make further ones.
  const owner = testLogins.owner.user;
  await admin(`CREATE DATABASE ${name} OWNER ${owner} TEMPLATE ${templateName} STRATEGY file_copy`);
  return {
    name,
    ownerUrl: urlAs(superuserUrl, 'owner', name),
    appUrl: urlAs(superuserUrl, 'app', name),
    systemUrl: urlAs(superuserUrl, 'system', name),
    drop: () => admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
