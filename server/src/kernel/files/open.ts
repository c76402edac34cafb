import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Egress } from '../egress.ts';
import { diskStore } from './disk.ts';
import { s3Store } from './s3.ts';
import type { FileStore } from './store.ts';

/** The store of this installation: a bucket where one is named, else the data folder. */
export const openFileStore = (config: Config, egress: Egress): FileStore => {
  const folder = join(config.dataDir, 'files');
  return config.s3 ? s3Store(config.s3, egress, { folder }) : diskStore(folder);
};
