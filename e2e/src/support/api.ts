import type { Page } from 'playwright-core';

/** What a signed-in page asks of the server beside its screens: the house's own calls, with its cookies. */
export function api<T>(page: Page, [method, path]: readonly [string, string], body?: object): Promise<T> {
  return page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(where as string, {
        method: how as string,
        headers: { 'x-meada-csrf': '1', ...(what ? { 'content-type': 'application/json' } : {}) },
        ...(what ? { body: what as string } : {}),
      });
      if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    [method, path, body ? JSON.stringify(body) : null],
  );
}
