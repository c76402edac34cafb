import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Certificate } from './certificate.ts';
import type { Front } from './proxy.ts';

/** Debian keeps servers where an ordinary user's PATH does not look. */
const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
/** The program, or null when the system has none. */
export const nginx: string | null = folders.map((dir) => join(dir, 'nginx')).find(existsSync) ?? null;

const guide = join(import.meta.dirname, '../../../docs/guide/proxy.md');

/** The example an owner copies from the guide, with this machine's names, ports and files put in. */
function example(places: { port: number; plain: number; target: number; folder: string }): string {
  const text = /```nginx\n(.*?)```/s.exec(readFileSync(guide, 'utf8'))?.[1];
  if (!text) throw new Error('the guide has no example for nginx any more');
  const replaced: [string, string][] = [
    ['listen 443 ', `listen 127.0.0.1:${places.port} `],
    ['listen 80;', `listen 127.0.0.1:${places.plain};`],
    ['atendimento.suaempresa.com.br;', 'localhost;'],
    ['/etc/letsencrypt/live/atendimento.suaempresa.com.br/fullchain.pem', join(places.folder, 'cert.pem')],
    ['/etc/letsencrypt/live/atendimento.suaempresa.com.br/privkey.pem', join(places.folder, 'key.pem')],
    ['http://127.0.0.1:3000', `http://127.0.0.1:${places.target}`],
  ];
  return replaced.reduce((so, [from, to]) => {
    if (!so.includes(from)) throw new Error(`the example of the guide has no ${from}`);
    return so.replaceAll(from, to);
  }, text);
}

/** Starts nginx with the guide's example once it knows where to lead. Throws when `nginx -t` refuses the example. */
export async function startNginx(certificate: Certificate): Promise<Front> {
  const [port, plain] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'meada-nginx-'));
  let running: ChildProcess | null = null;
  writeFileSync(join(folder, 'cert.pem'), certificate.cert);
  writeFileSync(join(folder, 'key.pem'), certificate.key);
  return {
    url: `https://localhost:${port}`,
    port,
    to: async (target) => {
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((name) => `${name}_temp_path ${join(folder, name)};`)
        .join(' ');
      const file = join(folder, 'nginx.conf');
      const text = example({ port, plain, target, folder });
      const head = `daemon off; pid ${join(folder, 'pid')}; error_log ${join(folder, 'errors')};`;
      writeFileSync(file, `${head}\nevents {}\nhttp { access_log off; ${temporary}\n${text}\n}\n`);
      const words = ['-p', folder, '-e', join(folder, 'errors'), '-c', file];
      execFileSync(String(nginx), ['-t', '-q', ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
      running = spawn(String(nginx), words, { stdio: 'ignore' });
      await listening(port);
    },
    stop: async () => {
      const gone = new Promise((resolve) => running?.once('exit', resolve) ?? resolve(null));
      running?.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Waits until somebody listens; five seconds at most. */
async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false)).once('connect', () => socket.destroy());
    });
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx does not listen');
}
