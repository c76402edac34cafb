import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testDatabase } from './kernel/testing/database.ts';
import { generateRows, readRows, rowsFile } from './rows.generate.ts';

it('the row types are those of the migrations', async () => {
  const database = await testDatabase();
  const file = join(tmpdir(), `rows-${process.pid}.ts`);
  try {
    generateRows(database.ownerUrl, file);
    expect(readRows(file), 'run: node server/src/rows.generate.ts').toBe(readRows(rowsFile));
  } finally {
    rmSync(file, { force: true });
    await database.drop();
  }
});
