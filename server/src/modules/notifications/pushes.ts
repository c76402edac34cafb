import type { PushKind } from '@meada/contract/push';
import type { PushKeys } from '../../kernel/web-push.ts';

/** A push as it is taken to be sent. */
export type Row = {
  org_id: string;
  subscription_id: string;
  event: string;
  kind: PushKind | 'try';
  conversation_id: string | null;
  subject_id: string | null;
  at: Date;
  ends_at: Date;
  tries: number;
};
/** A push that is to go out: where to, and sealed for whom. */
export type Ready = { row: Row; endpoint: string; keys: PushKeys; text: string };
