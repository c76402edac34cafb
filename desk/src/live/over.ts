import type { QueryClient } from '@tanstack/react-query';

/**
 * Applies a change to what is cached, and once more behind an answer that is on its way: the answer may have been made
 * before the change, and would take it away again. Changes are kept in the order in which they were told.
 */
export function applyOver<T>(
  client: QueryClient,
  queryKey: readonly unknown[],
  change: (data: T) => T,
): void {
  const apply = () => client.setQueryData<T>(queryKey, (data) => data && change(data));
  apply();
  const query = client.getQueryCache().find({ queryKey, exact: true });
  if (query?.state.fetchStatus !== 'fetching') return;
  // Only after the cache has taken the answer.
  query.promise?.then(
    () => setTimeout(apply),
    () => undefined,
  );
}
