import type { ConversationItem } from '@meada/contract/routes/conversations';
import { describe, expect, it } from 'vitest';
import type { ListFilters } from '../api/keys.ts';
import { belongs, type Pages, withItem, withMark, without } from './lists.ts';

const me = 'me';
const item = (id: string, facts: Partial<ConversationItem> = {}): ConversationItem => ({
  id,
  protocol: '20260101-00001-0',
  subject: null,
  status: 'open',
  ownStatus: null,
  priority: 'normal',
  labelIds: [],
  customer: { id: `customer-${id}`, name: null, display: id, avatarUrl: null, verified: false },
  assigneeId: null,
  teamId: null,
  brandId: 'brand',
  channel: 'alpha',
  inboxId: 'inbox',
  preview: null,
  lastSeq: 1,
  lastInboundSeq: 1,
  readSeq: 0,
  waitingSince: null,
  snoozedUntil: null,
  loudness: 0,
  loudnessReasons: [],
  loudnessSet: null,
  public: false,
  rating: null,
  due: null,
  mergedIntoId: null,
  activeAt: '2026-01-01T00:00:00Z',
  createdAt: '2026-01-01T00:00:00Z',
  ...facts,
});
const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`;
const pagesOf = (ids: [string, number][], next: string | null = null): Pages => ({
  pages: [{ items: ids.map(([id, minute]) => item(id, { activeAt: at(minute) })), next }],
  pageParams: [undefined],
});
const idsOf = (data: Pages) => data.pages.flatMap((page) => page.items.map((one) => one.id));
const all: ListFilters = { view: 'all', status: 'open' };
const place = (filters: ListFilters, mark = 0) => ({ filters, meId: me, mark });

describe('belongs', () => {
  it.each<[string, Partial<ConversationItem>, ListFilters, boolean | null]>([
    ['mine, mine', { assigneeId: me }, { view: 'mine' }, true],
    ['mine, somebody’s', { assigneeId: 'other' }, { view: 'mine' }, false],
    ['unassigned', { assigneeId: null }, { view: 'unassigned' }, true],
    ['waiting, nobody waits', {}, { view: 'waiting' }, false],
    ['another status', { status: 'resolved' }, all, false],
    ['another inbox', {}, { view: 'all', inboxId: 'other' }, false],
    ['a label it has', { labelIds: ['a', 'b'] }, { view: 'all', labelId: 'b' }, true],
    ['a search only the server can judge', {}, { view: 'all', query: 'x' }, null],
    ['followers only the server knows', {}, { view: 'following' }, null],
  ])('%s', (_, facts, filters, expected) => {
    expect(belongs(item('a', facts), filters, me)).toBe(expected);
  });
});

describe('withItem', () => {
  it('moves the one with new activity to the top and keeps the others in order', () => {
    const after = withItem(
      pagesOf([
        ['a', 3],
        ['b', 2],
        ['c', 1],
      ]),
      item('c', { activeAt: at(9) }),
      place(all),
    );
    expect(idsOf(after)).toEqual(['c', 'a', 'b']);
  });
  it('takes out what no longer belongs', () => {
    const after = withItem(
      pagesOf([
        ['a', 3],
        ['b', 2],
      ]),
      item('a', { status: 'resolved' }),
      place(all),
    );
    expect(idsOf(after)).toEqual(['b']);
  });
  it('leaves a stranger older than the loaded pages to paging, and takes it when the list is complete', () => {
    const old = item('z', { activeAt: at(0) });
    expect(idsOf(withItem(pagesOf([['a', 3]], 'more'), old, place(all)))).toEqual(['a']);
    expect(idsOf(withItem(pagesOf([['a', 3]], null), old, place(all)))).toEqual(['a', 'z']);
  });
  it('orders the waiting view by who waits longest', () => {
    const waiting: ListFilters = { view: 'waiting' };
    const data: Pages = {
      pages: [
        { items: [item('a', { waitingSince: at(1) }), item('b', { waitingSince: at(5) })], next: null },
      ],
      pageParams: [],
    };
    expect(idsOf(withItem(data, item('c', { waitingSince: at(3) }), place(waiting)))).toEqual([
      'a',
      'c',
      'b',
    ]);
  });
  it('keeps the reader’s own mark, which frames do not carry', () => {
    const data = withMark(pagesOf([['a', 3]]), 'a', 7);
    const after = withItem(data, item('a', { readSeq: 0, activeAt: at(9) }), place(all, 5));
    expect(after.pages[0]?.items[0]?.readSeq).toBe(7);
  });
  it('never doubles, whatever comes', () => {
    let data = pagesOf([
      ['a', 3],
      ['b', 2],
    ]);
    for (let n = 0; n < 50; n += 1)
      data = withItem(data, item(n % 2 ? 'a' : 'b', { activeAt: at(n % 60) }), place(all));
    expect(idsOf(data).sort()).toEqual(['a', 'b']);
  });
  it('gives back the same object when there is nothing to take out', () => {
    const data = pagesOf([['a', 3]]);
    expect(without(data, 'zz')).toBe(data);
  });
});
