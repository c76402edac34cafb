import { type ErrorBody, type ErrorCode, errorStatus } from '@meada/contract/errors';

/** An answer that is not success, thrown anywhere in a use case and turned into an `ErrorBody` in one place. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly retryAfter: number | undefined;
  readonly about: readonly string[] | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    details: { field?: string; retryAfter?: number; about?: readonly string[] } = {},
  ) {
    super(message);
    this.code = code;
    this.field = details.field;
    this.retryAfter = details.retryAfter;
    this.about = details.about;
  }

  get status(): number {
    return errorStatus[this.code];
  }

  body(requestId?: string): ErrorBody {
    return {
      code: this.code,
      message: this.message,
      ...(this.field ? { field: this.field } : {}),
      ...(this.about ? { about: [...this.about] } : {}),
      ...(this.retryAfter ? { retryAfter: this.retryAfter } : {}),
      ...(requestId ? { requestId } : {}),
    };
  }
}

/** A foreign id and a random one are answered alike. */
export const notFound = (what: string): Failure => new Failure('not_found', `There is no such ${what}.`);
export const forbidden = (what: string): Failure =>
  new Failure('forbidden', `This needs the permission ${what}.`);
export const refused = (message: string, field?: string): Failure =>
  new Failure('refused', message, { field });
export const conflict = (message: string, field?: string): Failure =>
  new Failure('conflict', message, { field });

/** The value, or 404. */
export function found<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw notFound(what);
  return value;
}
