/** Answers asked for before the desk's code runs, by address. */
const early = new Map<string, Promise<Response>>();

/** Asks at once; `call` takes the answer when the desk comes to ask the same. */
export function askEarly(address: string): void {
  const answer = fetch(address, { credentials: 'same-origin' });
  // Who takes it hears of the failure; nobody need.
  answer.catch(() => {});
  early.set(address, answer);
}

/** The early answer of an address, once. */
export function takeEarly(address: string): Promise<Response> | undefined {
  const answer = early.get(address);
  early.delete(address);
  return answer;
}

/** What nobody took while the desk began is of no use later: it would be old. Left unread it would hold a connection. */
export function forgetEarly(): void {
  for (const answer of early.values()) answer.then((one) => one.text()).catch(() => {});
  early.clear();
}
