import { type RawBuilder, sql } from 'kysely';
import { Failure } from '../../../kernel/errors.ts';

/**
 * A place in a list: sort key and id of its last row, opaque to clients. Microseconds matter: PostgreSQL keeps them and
 * a JavaScript date does not, so the key travels as text.
 */
export type PlaceText = { at: string; id: string };

/** A time as a cursor has it. */
export const textOfTime = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

export const writeCursor = (place: PlaceText): string =>
  Buffer.from(`${place.at} ${place.id}`).toString('base64url');

const form = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The place a cursor names; a cursor that is none of ours is malformed input (400). */
export function readCursor(text: string | undefined): PlaceText | null {
  if (text === undefined) return null;
  const match = form.exec(Buffer.from(text, 'base64url').toString('latin1'));
  if (!match?.[1] || !match[2] || Number.isNaN(Date.parse(match[1])))
    throw new Failure('malformed', 'This cursor is none of this list.', { field: 'query.cursor' });
  return { at: match[1], id: match[2] };
}
