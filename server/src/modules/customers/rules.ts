/** Pure rules of merging. */

export type MergeEdge = { from: string; into: string };

/**
 * The root of a customer over the merges that stand. Each customer has at most one outgoing edge; a circle cannot be
 * made because only roots are merged into roots, and is an error if met.
 */
export function rootOf(id: string, edges: readonly MergeEdge[]): string {
  const next = new Map(edges.map((edge) => [edge.from, edge.into]));
  let root = id;
  for (let step = 0; step <= edges.length; step += 1) {
    const into = next.get(root);
    if (into === undefined) return root;
    root = into;
  }
  throw new Error('a circle of merges');
}

/** Every member's root after an edge is taken out or put in: what `canonical_id` must be. */
export function rootsOf(ids: readonly string[], edges: readonly MergeEdge[]): Map<string, string> {
  return new Map(ids.map((id) => [id, rootOf(id, edges)]));
}

export type Party = {
  id: string;
  /** Holds an identity that is proven and names more than a browser. */
  verified: boolean;
  createdAt: Date;
};

export type MergeDecision =
  | { kind: 'same' }
  | { kind: 'merge'; from: string; into: string }
  | { kind: 'suggest' };

/**
 * What a proof that two customers are one human does (DESIGN §4): an unverified one goes into the other at once; two
 * verified ones become a suggestion. Of two unverified ones the older stays.
 */
export function decideMerge(a: Party, b: Party): MergeDecision {
  if (a.id === b.id) return { kind: 'same' };
  if (a.verified && b.verified) return { kind: 'suggest' };
  if (a.verified) return { kind: 'merge', from: b.id, into: a.id };
  if (b.verified) return { kind: 'merge', from: a.id, into: b.id };
  const aIsOlder = a.createdAt.getTime() <= b.createdAt.getTime();
  return aIsOlder ? { kind: 'merge', from: b.id, into: a.id } : { kind: 'merge', from: a.id, into: b.id };
}
