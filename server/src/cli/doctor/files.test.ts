import { afterAll, beforeAll, expect, it } from 'vitest';
import { type S3Simulator, startS3 } from '../../../../simulators/src/s3/index.ts';
import { readConfig } from '../../kernel/config.ts';
import { makeOperatorEgress } from '../../kernel/kernel.ts';
import { checkFiles } from './files.ts';

let s3: S3Simulator;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

async function ask(change: Record<string, string> = {}) {
  const config = readConfig({
    FILES_S3: s3.location,
    S3_ACCESS_KEY: s3.accessKey,
    S3_SECRET_KEY: s3.secretKey,
    ...change,
  });
  // As the process makes it: the endpoint of the setting may be a private one.
  const egress = makeOperatorEgress(config);
  const [finding] = await checkFiles({ config, egress });
  await egress.close();
  return finding;
}

it('says whether the bucket answers to the keys, and what is wrong', async () => {
  expect(await ask()).toMatchObject({ state: 'ok', text: expect.stringContaining('meada-files') });
  expect(await ask({ S3_SECRET_KEY: 'another' })).toMatchObject({
    state: 'fault',
    text: expect.stringContaining('S3_SECRET_KEY is not the secret'),
  });
  expect(await ask({ S3_ACCESS_KEY: 'another' })).toMatchObject({
    text: expect.stringContaining('S3_ACCESS_KEY is not known'),
  });
  expect(await ask({ FILES_S3: s3.location.replace('meada-files', 'nothing') })).toMatchObject({
    text: expect.stringContaining('no such bucket'),
  });
  const gone = `s3://meada-files?endpoint=${encodeURIComponent('http://127.0.0.1:9')}`;
  expect(await ask({ FILES_S3: gone })).toMatchObject({ state: 'fault' });
  expect(await ask({ FILES_S3: '' })).toMatchObject({ state: 'ok', text: 'They lie in the data folder.' });
  expect(s3.objects.size).toBe(0);
});
