/** What can keep the embedded PostgreSQL from running; each comes with one sentence for the operator. */
export type EmbeddedErrorCode =
  | 'DATA_NOT_WRITABLE'
  | 'DATA_IN_USE'
  | 'NO_DISK_SPACE'
  | 'DATA_NEWER'
  | 'DATA_OLDER'
  | 'DATA_INCOMPLETE'
  | 'NOT_REACHABLE_AS_ROOT'
  | 'NO_BINARIES'
  | 'NO_ARCHIVE'
  | 'DATA_EXISTS'
  | 'START_FAILED';

/** An error whose message is one clear sentence and whose code is stable. */
export class EmbeddedError extends Error {
  readonly code: EmbeddedErrorCode;

  constructor(code: EmbeddedErrorCode, sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.name = 'EmbeddedError';
    this.code = code;
  }
}

/** The `code` of a Node system error such as ENOENT, or '' for anything else. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : '';
}
