import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { placesIn, startError } from './cluster.ts';
import { checkFreeSpace, folderError } from './folder.ts';
import { archiveCommand, settingsText, sharedMiB } from './settings.ts';

const dir = mkdtempSync(join(tmpdir(), 'meada-folder-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('too little free space is refused, enough is not', () => {
  expect(() => checkFreeSpace(dir, Number.MAX_SAFE_INTEGER)).toThrow(
    expect.objectContaining({ code: 'NO_DISK_SPACE' }),
  );
  expect(() => checkFreeSpace(dir, 1)).not.toThrow();
});

test('system errors on the folder and what PostgreSQL prints become our codes', () => {
  const withCode = (code: string) => Object.assign(new Error(code), { code });
  expect(folderError(dir, withCode('ENOSPC'))).toMatchObject({ code: 'NO_DISK_SPACE' });
  expect(folderError(dir, withCode('EROFS'))).toMatchObject({ code: 'DATA_NOT_WRITABLE' });
  const other = new Error('other');
  expect(folderError(dir, other)).toBe(other);
  const full = 'FATAL:  could not write file "x": No space left on device';
  expect(startError(placesIn(dir), full)).toMatchObject({ code: 'NO_DISK_SPACE' });
  expect(startError(placesIn(dir), '2026-01-01 UTC [1] FATAL:  something odd\n')).toMatchObject({
    code: 'START_FAILED',
    message: 'PostgreSQL did not start: something odd.',
  });
});

test('settings survive quotes, backslashes and percent signs in a path', () => {
  const text = settingsText({ port: 1, durable: true, version: '1', archiveDir: "/a'b\\c %d" });
  const line = text.split('\n').find((entry) => entry.startsWith('archive_command')) ?? '';
  expect(line).toContain("/a''\\\\''''b\\\\c %%d");
  expect(archiveCommand('C:\\data', 'win32')).toContain('copy /Y "%p"');
  expect(text).not.toContain('fsync');
  expect(settingsText({ port: 1, durable: false, version: '1' })).toContain("fsync = 'off'");
});

test('keeps more pages where there is more memory, within bounds', () => {
  const gib = 2 ** 30;
  expect([1, 4, 16, 24, 256].map((size) => sharedMiB(size * gib))).toEqual([128, 128, 512, 768, 1024]);
});
