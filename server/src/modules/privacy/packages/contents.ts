import type { Scope } from '../subjects/scope.ts';

export type PackedFile = { path: string; name: string; hash: Buffer; messageId: string | null };
export type Readable = {
  orgId: string;
  root: string;
  scope: Scope;
  files: readonly PackedFile[];
  tables: readonly string[];
};
