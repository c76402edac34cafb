import { z } from 'zod';

/** Every error code the API may answer, with its HTTP status. The front ends translate codes, not messages. */
export const errorStatus = {
  malformed: 400,
  unauthenticated: 401,
  wrong_credentials: 401,
  second_factor_required: 401,
  bad_signature: 401,
  forbidden: 403,
  bad_origin: 403,
  not_found: 404,
  conflict: 409,
  already_set_up: 409,
  idempotency_mismatch: 409,
  in_progress: 409,
  stale: 409,
  answered_meanwhile: 409,
  cannot_see: 409,
  taken: 409,
  no_capacity: 409,
  not_available: 409,
  gone: 410,
  too_large: 413,
  unsupported_type: 415,
  refused: 422,
  window_closed: 422,
  channel_cannot: 422,
  opted_out: 422,
  not_eligible: 422,
  deactivated: 422,
  law_keeps: 422,
  last_owner: 422,
  weak_password: 422,
  too_many: 429,
  internal: 500,
  outside_failed: 502,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof errorStatus;

/** The body of every answer that is not 2xx. */
export const ErrorBody = z.strictObject({
  code: z.string(),
  /** One sentence in English for developers; people read the translation of `code`. */
  message: z.string(),
  /** Path of the offending field, `body.email`. */
  field: z.string().optional(),
  /** Ids of what it is about: people who may not see something. */
  about: z.array(z.string()).optional(),
  /** Seconds after which trying again makes sense. */
  retryAfter: z.number().optional(),
  requestId: z.string().optional(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
