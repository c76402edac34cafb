import { type Import, listImports } from '@meada/contract/routes/imports';
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';

/** States in which the server is at work: the screen asks again by itself (ms). */
const busy = new Set<Import['state']>(['reading', 'checking', 'running', 'undoing']);
const askMs = 700;

export const isBusy = ({ state }: Import): boolean => busy.has(state);

const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: async ({ signal }) => (await call(listImports, undefined, { signal })).items as Import[],
  refetchInterval: (query) => (query.state.data?.some(isBusy) ? askMs : false),
});

export const useImports = () => useQuery(importsQuery);

/** Puts a changed import where the list has it. */
export function keepImport(client: QueryClient, changed: Import): void {
  client.setQueryData(importsQuery.queryKey, (list) => {
    const rest = (list ?? []).filter(({ id }) => id !== changed.id);
    const at = (list ?? []).findIndex(({ id }) => id === changed.id);
    return at < 0 ? [changed, ...rest] : [...rest.slice(0, at), changed, ...rest.slice(at)];
  });
}

/** Columns with their place: two may be called alike. */
export const numbered = (columns: Import['columns']) =>
  columns.map((column, place) => ({ ...column, place }));
