import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const servers = ['dovecot', 'postfix', 'nats-server', 'nginx'];
/** Debian keeps servers where an ordinary user's PATH does not look. */
const more = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** An older PostgreSQL, whose data a test takes over: Debian's, or an npm package that is named. */
const olderPostgres = () =>
  Boolean(process.env.OLD_POSTGRES) ||
  [17, 16, 15].some((major) => existsSync(`/usr/lib/postgresql/${major}/bin/initdb`));

/** One line on which servers that only the system can bring were found; tests against them run when they are. */
export function outsideServers() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...more];
  const there = (name) => folders.some((dir) => existsSync(join(dir, name)));
  const found = [...servers.map((name) => [name, there(name)]), ['older postgresql', olderPostgres()]];
  return `Outside servers: ${found.map(([name, is]) => `${name} ${is ? 'found' : 'not found'}`).join(', ')}`;
}
