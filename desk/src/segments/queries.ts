import {
  countSegment,
  listSegmentKinds,
  listSegmentMembers,
  listSegments,
  previewSegment,
  readSegment,
  type Segment,
} from '@meada/contract/routes/segments';
import type { SegmentGroup, SegmentLeaf, SegmentNode } from '@meada/contract/segments';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';

export type Tree = Segment['conditions'];

export const segmentsQuery = queryOptions({
  queryKey: [...keys.segments, 'list'],
  queryFn: ({ signal }) => call(listSegments, undefined, { signal }).then((list) => list.items),
});
export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.segments, 'one', id],
    queryFn: ({ signal }) => call(readSegment, { params: { id } }, { signal }),
  });
export const membersQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.segments, 'members', id],
    queryFn: ({ signal, pageParam }) =>
      call(listSegmentMembers, { params: { id }, query: { cursor: pageParam, limit: 60 } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
export const kindsQuery = queryOptions({
  queryKey: [...keys.settings, 'segment kinds'],
  queryFn: ({ signal }) => call(listSegmentKinds, undefined, { signal }).then((list) => list.items),
  staleTime: 60_000,
});
export const countQuery = (conditions: SegmentGroup) =>
  queryOptions({
    queryKey: [...keys.segments, 'count', conditions],
    queryFn: ({ signal }) => call(countSegment, { body: { conditions: conditions as Tree } }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
export const previewQuery = (conditions: SegmentGroup) =>
  queryOptions({
    queryKey: [...keys.segments, 'preview', conditions],
    queryFn: ({ signal }) => call(previewSegment, { body: { conditions: conditions as Tree } }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const isGroup = (node: SegmentNode): node is SegmentGroup => 'match' in node;

/** Groups may lie in groups so deep: as the contract has it. */
export const deepest = 4;

/** Without the leaves that are not filled in yet: what can be counted while somebody is still typing. */
export function finished(group: SegmentGroup, complete: (leaf: SegmentLeaf) => boolean): SegmentGroup {
  return {
    ...group,
    of: group.of.flatMap((node): SegmentNode[] => {
      if (!isGroup(node)) return complete(node) ? [node] : [];
      const inner = finished(node, complete);
      return inner.of.length > 0 ? [inner] : [];
    }),
  };
}
