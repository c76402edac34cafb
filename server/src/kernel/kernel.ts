import type { Bus } from './bus/bus.ts';
import { memoryBus } from './bus/bus.ts';
import { natsBus } from './bus/nats.ts';
import { postgresBus } from './bus/postgres.ts';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import type { Kernel, Ports } from './ctx.ts';
import { type DatabaseUrls, openDatabase } from './db/database.ts';
import { type Egress, makeEgress } from './egress.ts';
import { openFileStore } from './files/open.ts';
import { makeIds } from './ids.ts';
import { makeLog } from './log.ts';
import { makeMailer } from './mail.ts';
import { makeSecrets } from './secrets.ts';
import { loadKeys } from './secrets-files.ts';
import { hashKeysName, openHashKeys } from './secrets-rotate.ts';

/** Makes what a process needs, on a database that is there and migrated. */
export async function makeKernel(
  config: Config,
  urls: DatabaseUrls,
  options: { ports: Ports; clock?: Clock; publicUrl?: string },
): Promise<Kernel & { close(): Promise<void> }> {
  const clock = options.clock ?? systemClock;
  const log = makeLog(config.logLevel);
  const database = openDatabase(urls);
  const bus = await busOf(config, database.listenUrl, log);
  const egress = makeOperatorEgress(config);
  const keys = loadKeys(config.dataDir, config.masterKey, config.oldMasterKeys);
  const sealed = await database.asSystem((db) =>
    db.selectFrom('installation').select('value').where('name', '=', hashKeysName).executeTakeFirst(),
  );
  return {
    config,
    database,
    clock,
    ids: makeIds(clock),
    log,
    secrets: makeSecrets(keys, openHashKeys(sealed?.value, makeSecrets(keys))),
    bus,
    files: openFileStore(config, egress),
    egress,
    mailer: makeMailer(config.mail, egress),
    ports: options.ports,
    publicUrl: options.publicUrl ?? config.publicUrl ?? `http://localhost:${config.port}`,
    close: async () => {
      await bus.close();
      await egress.close();
      await database.close();
    },
  };
}

function busOf(config: Config, listenUrl: string, log: ReturnType<typeof makeLog>): Promise<Bus> | Bus {
  if (config.busUrl) return natsBus(config.busUrl, log);
  return config.database ? postgresBus(listenUrl, log) : memoryBus();
}

/** The door out as the settings open it; `more` names further host:port of the operator's own. */
export const makeOperatorEgress = (config: Config, more: readonly string[] = []): Egress =>
  makeEgress([...config.egressAllow, ...operatorHosts(config), ...more]);

/** Hosts the operator named in the settings may be private ones: the file store and the mail server. */
function operatorHosts(config: Config): string[] {
  const hosts: string[] = [];
  if (config.mail) {
    const url = new URL(config.mail.url);
    hosts.push(`${url.hostname}:${url.port || (url.protocol === 'smtps:' ? 465 : 587)}`);
  }
  const endpoint = config.s3 && new URL(config.s3.location).searchParams.get('endpoint');
  if (endpoint) {
    const url = new URL(endpoint);
    hosts.push(`${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`);
  }
  return hosts;
}
