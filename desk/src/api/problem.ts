import { type ErrorBody, type ErrorCode, errorStatus } from '@meada/contract/errors';

/** What an answer can be called besides the contract's codes: no answer at all, or one we cannot read. */
export type ProblemCode = ErrorCode | 'offline' | 'strange';

/** An answer that is not 2xx. People read the translation of `code` (namespace `common`, `problem.<code>`). */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly field: string | null;
  /** Ids of what it is about. */
  readonly about: readonly string[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number | null;

  constructor(code: ProblemCode, status: number, body?: Partial<ErrorBody>) {
    super(body?.message ?? code);
    this.name = 'Problem';
    this.code = code;
    this.status = status;
    this.field = body?.field?.replace(/^body\./, '') ?? null;
    this.about = body?.about ?? [];
    this.retryAfter = body?.retryAfter ?? null;
  }
}

const isCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorStatus, code);

/** Reads an error answer, whatever stands in it. */
export function problemOf(status: number, text: string): Problem {
  let body: Partial<ErrorBody> = {};
  try {
    body = (JSON.parse(text) as Partial<ErrorBody> | null) ?? {};
  } catch {
    // A proxy's page; the status must do.
  }
  if (isCode(body.code)) return new Problem(body.code, status, body);
  if (status === 401) return new Problem('unauthenticated', status);
  if (status === 413) return new Problem('too_large', status);
  if (status === 429) return new Problem('too_many', status);
  return new Problem(status >= 502 ? 'unavailable' : 'strange', status);
}

/** Code of any thrown thing, for translating. */
export function codeOf(error: unknown): ProblemCode {
  return error instanceof Problem ? error.code : 'strange';
}
