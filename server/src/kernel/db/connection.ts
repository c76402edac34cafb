import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';
import type { DB as Rows } from '../../rows.gen.ts';

/** Typed queries over one connection of a running transaction. */
export type Tx = Kysely<Rows>;

const named = new Map<string, { name: string | null; seen: number }>();
const nameAfter = 3;
const namesAtMost = 800;

/**
 * Name for a statement's text once it has come often enough to be worth preparing (60–70 % faster, MEASURED §1),
 * or undefined. The count is bounded: lists of varying length do not fill the server's memory.
 */
function statementName(text: string): string | undefined {
  const known = named.get(text);
  if (!known) {
    if (named.size < namesAtMost) named.set(text, { name: null, seen: 1 });
    return undefined;
  }
  known.seen += 1;
  if (known.name === null && known.seen >= nameAfter)
    known.name = `q${named.size}_${known.seen}_${text.length}_${nameCount++}`;
  return known.name ?? undefined;
}
let nameCount = 0;

function connectionOf(client: pg.ClientBase): DatabaseConnection {
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const name = statementName(query.sql);
      const result = await client.query<R & pg.QueryResultRow>({
        ...(name ? { name } : {}),
        text: query.sql,
        values: [...query.parameters],
      });
      return {
        rows: result.rows,
        numAffectedRows: result.rowCount === null ? undefined : BigInt(result.rowCount),
      };
    },
    streamQuery: () => {
      throw new Error('streaming goes through COPY or keyset pages');
    },
  };
}

const noTransaction = async (): Promise<void> => {
  throw new Error('already inside a transaction');
};

/** Kysely over a client that is already inside a transaction. */
export function kyselyOn(client: pg.ClientBase): Tx {
  const connection = connectionOf(client);
  return new Kysely<Rows>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: () => {
        throw new Error('not introspected');
      },
      createDriver: () => ({
        init: async () => {},
        acquireConnection: async () => connection,
        beginTransaction: noTransaction,
        commitTransaction: noTransaction,
        rollbackTransaction: noTransaction,
        releaseConnection: async () => {},
        destroy: async () => {},
      }),
    },
  });
}
