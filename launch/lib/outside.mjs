import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const servers = ['dovecot', 'postfix', 'nats-server', 'nginx'];
/** Debian keeps servers where an ordinary user's PATH does not look. */
const more = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** One line on which servers that only the system can bring were found; tests against them run when they are. */
export function outsideServers() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...more];
  const there = (name) => folders.some((dir) => existsSync(join(dir, name)));
  return `Outside servers: ${servers.map((name) => `${name} ${there(name) ? 'found' : 'not found'}`).join(', ')}`;
}
