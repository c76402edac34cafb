/** An answer that is no yes, as API v2 words it. */
export class Problem extends Error {
  readonly status: number;
  readonly more: object;
  constructor(status: number, detail: string, more: object = {}) {
    super(detail);
    this.status = status;
    this.more = more;
  }
}

const titles: Record<number, string> = {
  400: 'Invalid Request',
  401: 'Unauthorized',
  402: 'CreditsDepleted',
  403: 'Forbidden',
  404: 'Not Found Error',
  429: 'Too Many Requests',
};

export const problemBody = ({ status, message, more }: Problem) => ({
  ...{ title: titles[status] ?? 'Error', type: 'about:blank', status, detail: message },
  ...more,
});
