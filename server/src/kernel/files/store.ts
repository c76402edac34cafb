import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import type { Config } from '../config.ts';
import type { Egress, EgressResponse } from '../egress.ts';

/** Keeps bytes by their SHA-256: no name, no extension, nothing that could be executed (LESSONS 21–23). */
export type FileStore = {
  /** Stores the bytes durably and answers their hash; the same bytes are stored once. */
  put(orgId: string, bytes: Uint8Array): Promise<Buffer>;
  /** The bytes, or null when they are not there. */
  get(orgId: string, hash: Buffer): Promise<Uint8Array | null>;
  remove(orgId: string, hash: Buffer): Promise<void>;
};

export const hashOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

const pathOf = (orgId: string, hash: Buffer): string => {
  const hex = hash.toString('hex');
  return `${orgId}/${hex.slice(0, 2)}/${hex}`;
};

/** Files in a folder; written beside and renamed, so a killed process leaves no half file. */
export function diskStore(folder: string): FileStore {
  return {
    put: async (orgId, bytes) => {
      const hash = hashOf(bytes);
      const path = join(folder, pathOf(orgId, hash));
      const there = await stat(path).catch(() => null);
      if (there?.size === bytes.length) return hash;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const temporary = `${path}.${process.pid}.${process.hrtime.bigint()}`;
      await writeFile(temporary, bytes, { mode: 0o600, flush: true });
      await rename(temporary, path);
      return hash;
    },
    get: (orgId, hash) => readFile(join(folder, pathOf(orgId, hash))).catch(() => null),
    remove: (orgId, hash) => unlink(join(folder, pathOf(orgId, hash))).catch(() => {}),
  };
}

/**
 * Files in an S3-compatible bucket. Nothing a tenant says becomes part of the address but the organisation's id and
 * the hash.
 */
export function s3Store(s3: NonNullable<Config['s3']>, egress: Egress): FileStore {
  const location = new URL(s3.location);
  const region = location.searchParams.get('region') ?? 'us-east-1';
  const endpoint = location.searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`;
  const signer = new AwsClient({
    accessKeyId: s3.accessKey,
    secretAccessKey: s3.secretKey,
    region,
    service: 's3',
  });
  const call = async (method: string, path: string, body?: Uint8Array): Promise<EgressResponse> => {
    const address = `${endpoint}/${location.hostname}/${path}`;
    const signed = await signer.sign(address, { method, ...(body ? { body: Buffer.from(body) } : {}) });
    const headers = Object.fromEntries(signed.headers.entries());
    const answer = await egress.fetch(address, { method, headers, ...(body ? { body } : {}), redirects: 0 });
    if (answer.status >= 300 && answer.status !== 404)
      throw new Error(`the file store answered ${answer.status}`);
    return answer;
  };
  return {
    put: async (orgId, bytes) => {
      const hash = hashOf(bytes);
      const answer = await call('PUT', pathOf(orgId, hash), bytes);
      if (answer.status === 404) throw new Error('the bucket of the file store is not there');
      return hash;
    },
    get: async (orgId, hash) => {
      const answer = await call('GET', pathOf(orgId, hash));
      return answer.status === 404 ? null : answer.bytes();
    },
    remove: async (orgId, hash) => {
      await call('DELETE', pathOf(orgId, hash));
    },
  };
}

export const openFileStore = (config: Config, egress: Egress): FileStore =>
  config.s3 ? s3Store(config.s3, egress) : diskStore(join(config.dataDir, 'files'));
