import type { Deal } from '@meada/contract/routes/deals';

/** Where a card stands or is held: pure, for the mouse and the keyboard alike. */

export type Lane = { stageId: string; deals: readonly Deal[] };
/** Place in a column, counted without the card itself. */
export type Place = { stageId: string; index: number };

/** Where a card is. */
export function placeOf(lanes: readonly Lane[], id: string): Place | null {
  for (const { stageId, deals } of lanes) {
    const index = deals.findIndex((deal) => deal.id === id);
    if (index >= 0) return { stageId, index };
  }
  return null;
}

/** The columns as they are with a card at a place. */
export function withCardAt<L extends Lane>(lanes: readonly L[], id: string, place: Place): L[] {
  const card = lanes.flatMap(({ deals }) => deals).find((deal) => deal.id === id);
  if (!card) return [...lanes];
  return lanes.map((lane) => {
    const rest = lane.deals.filter((deal) => deal.id !== id);
    if (lane.stageId !== place.stageId) return { ...lane, deals: rest };
    const index = Math.max(0, Math.min(place.index, rest.length));
    return {
      ...lane,
      deals: [...rest.slice(0, index), { ...card, stageId: lane.stageId }, ...rest.slice(index)],
    };
  });
}

/** The card behind which a place is, or null for the first. */
export const before = (lanes: readonly Lane[], id: string, place: Place): string | null => {
  const lane = lanes.find(({ stageId }) => stageId === place.stageId);
  const rest = lane?.deals.filter((deal) => deal.id !== id) ?? [];
  return rest[Math.min(place.index, rest.length) - 1]?.id ?? null;
};

/** Where an arrow key takes a card that is held. */
export function stepped(lanes: readonly Lane[], held: { id: string; place: Place }, key: string): Place {
  const { id, place } = held;
  const at = lanes.findIndex(({ stageId }) => stageId === place.stageId);
  const size = (lane: Lane | undefined): number => lane?.deals.filter((deal) => deal.id !== id).length ?? 0;
  const side = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  if (side !== 0) {
    const next = lanes[at + side];
    return next ? { stageId: next.stageId, index: Math.min(place.index, size(next)) } : place;
  }
  const index = place.index + (key === 'ArrowUp' ? -1 : 1);
  return { ...place, index: Math.max(0, Math.min(index, size(lanes[at]))) };
}

/** The card an arrow key goes to from another; columns without cards are passed over. */
export function neighbour(lanes: readonly Lane[], id: string, key: string): string | null {
  const at = lanes.findIndex(({ deals }) => deals.some((deal) => deal.id === id));
  const place = placeOf(lanes, id);
  if (!place) return null;
  if (key === 'ArrowUp' || key === 'ArrowDown')
    return lanes[at]?.deals[place.index + (key === 'ArrowUp' ? -1 : 1)]?.id ?? null;
  const side = key === 'ArrowLeft' ? -1 : 1;
  for (let next = at + side; next >= 0 && next < lanes.length; next += side) {
    const { deals } = lanes[next] as Lane;
    const found = deals[Math.min(place.index, deals.length - 1)];
    if (found) return found.id;
  }
  return null;
}
