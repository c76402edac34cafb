import type { Deal } from '@meada/contract/routes/deals';
import { expect, it } from 'vitest';
import { before, type Lane, neighbour, placeOf, stepped, withCardAt } from './places.ts';

const lane = (stageId: string, ...ids: string[]): Lane => ({
  stageId,
  deals: ids.map((id) => ({ id, stageId }) as Deal),
});
const board = [lane('a', '1', '2', '3'), lane('b'), lane('c', '4')];
const ids = (lanes: readonly Lane[]) => lanes.map(({ deals }) => deals.map(({ id }) => id).join(''));

it('puts a card where it is held, within its column and in another', () => {
  expect(ids(withCardAt(board, '1', { stageId: 'a', index: 2 }))).toEqual(['231', '', '4']);
  expect(ids(withCardAt(board, '2', { stageId: 'c', index: 0 }))).toEqual(['13', '', '24']);
  expect(ids(withCardAt(board, '2', { stageId: 'c', index: 99 }))).toEqual(['13', '', '42']);
  expect(ids(withCardAt(board, 'x', { stageId: 'c', index: 0 }))).toEqual(ids(board));
});

it('knows the card before a place', () => {
  expect(before(board, '1', { stageId: 'a', index: 0 })).toBeNull();
  expect(before(board, '1', { stageId: 'a', index: 2 })).toBe('3');
  expect(before(board, '1', { stageId: 'c', index: 1 })).toBe('4');
  expect(before(board, '1', { stageId: 'b', index: 5 })).toBeNull();
});

it('arrows move a held card to the edges and no further', () => {
  const start = placeOf(board, '3') ?? { stageId: '', index: -1 };
  expect(stepped(board, { id: '3', place: start }, 'ArrowDown')).toEqual({ stageId: 'a', index: 2 });
  expect(stepped(board, { id: '3', place: start }, 'ArrowUp')).toEqual({ stageId: 'a', index: 1 });
  expect(stepped(board, { id: '3', place: start }, 'ArrowLeft')).toEqual(start);
  const right = stepped(board, { id: '3', place: start }, 'ArrowRight');
  expect(right).toEqual({ stageId: 'b', index: 0 });
  expect(stepped(board, { id: '3', place: right }, 'ArrowRight')).toEqual({ stageId: 'c', index: 0 });
});

it('arrows go from card to card and pass empty columns over', () => {
  expect(neighbour(board, '2', 'ArrowUp')).toBe('1');
  expect(neighbour(board, '1', 'ArrowUp')).toBeNull();
  expect(neighbour(board, '3', 'ArrowRight')).toBe('4');
  expect(neighbour(board, '4', 'ArrowLeft')).toBe('1');
});
