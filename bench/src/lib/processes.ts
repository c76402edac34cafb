import { readdirSync, readFileSync } from 'node:fs';

/** Facts of running processes, from /proc (Linux). */

const tickUs = 10_000;

type Stat = { parent: number; own: number; reaped: number };

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [own = 0, ownKernel = 0, reaped = 0, reapedKernel = 0] = fields.slice(11, 15);
    return { parent: fields[1] ?? 0, own: own + ownKernel, reaped: reaped + reapedKernel };
  } catch {
    return null;
  }
}

export const parentOf = (pid: number): number => statOf(pid)?.parent ?? 0;

/** A process and all that came from it. */
export function familyOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [pid];
  for (const one of found) found.push(...(children.get(one) ?? []));
  return found;
}

/** Microseconds of CPU of a process, its living children and those that ended and were waited for. */
export function cpuOf(pid: number): number {
  const stats = familyOf(pid).map(statOf);
  return stats.reduce((sum, stat) => sum + (stat ? stat.own + stat.reaped : 0), 0) * tickUs;
}

/** Nanoseconds these processes have been on a core, whoever else is busy; ones that ended count nothing. */
export function onCoreNs(pids: readonly number[]): number {
  const each = pids.map((pid) => {
    try {
      return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      return 0;
    }
  });
  return each.reduce((sum, ns) => sum + ns, 0);
}

/** KiB of memory of a process, shared pages divided among those who share them. */
export function pssOf(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
