import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** A helper process that answers one message at a time. */
export type Child = { pid: number; ask(message?: object): Promise<number>; stop(): void };

export function startChild(name: string): Child {
  const child: ChildProcess = fork(join(import.meta.dirname, `${name}.ts`), { execArgv: [] });
  return {
    pid: child.pid ?? 0,
    ask: (message) =>
      new Promise((resolve, reject) => {
        child.once('message', (answer: { value: number; error?: string }) =>
          answer.error ? reject(new Error(answer.error)) : resolve(answer.value),
        );
        if (message) child.send(message);
      }),
    stop: () => {
      if (child.connected) child.disconnect();
    },
  };
}
