import type { SacDutyCode, SacState } from '@meada/contract/sac';
import { describe, expect, it } from 'vitest';
import type { BusinessHours } from '../hours/index.ts';
import { dutiesOf, minutesByDay, type SacFacts, type SacInbox } from './rules.ts';

/** What the evidence says of each duty. */

const hours = (week: BusinessHours['week']): BusinessHours => ({
  ...{ timeZone: 'America/Sao_Paulo', week, holidays: 'national', own: [], exceptions: [] },
});
const days = (list: number[], from: string, to: string) => list.map((day) => ({ day, from, to }));
const every = [0, 1, 2, 3, 4, 5, 6];
const working = [1, 2, 3, 4, 5];

const inbox: SacInbox = {
  ...{ id: 'i', name: 'WhatsApp', carriesText: true, hours: hours(days(every, '08:00', '18:00')) },
  ...{ hasAwayMessage: true, asksFirst: false, people: 3 },
};
const requests = { asked: 0, inTime: 0, late: 0, open: 0, openLate: 0, medianSeconds: null };
const fine: SacFacts = {
  inboxes: [inbox],
  told: { demands: 10, told: 10, failed: 0, unreachable: 0, medianSeconds: 1 },
  answers: { kept: 8, late: 0, open: 2, openLate: 0, near: 0, unanswered: 0 },
  histories: requests,
  cancellations: { ...requests, undone: 0 },
  ads: { held: 0, sentWhileWaiting: 0 },
  retention: { messages: null, conversations: null, attachments: null },
  keptRecords: 10,
};
const nothing = { demands: 0, told: 0, failed: 0, unreachable: 0, medianSeconds: null };
const none = { kept: 0, late: 0, open: 0, openLate: 0, near: 0, unanswered: 0 };

type Case = [SacDutyCode, Partial<SacFacts>, SacState, string];
const cases: Case[] = [
  ['protocol', {}, 'kept', 'all_told'],
  ['protocol', { told: nothing }, 'unmeasured', 'no_demand'],
  ['protocol', { told: { ...fine.told, told: 9, unreachable: 1 } }, 'risk', 'some_unreachable'],
  ['protocol', { told: { ...fine.told, told: 8, unreachable: 1 } }, 'broken', 'some_untold'],
  ['protocol', { told: { ...fine.told, told: 9, failed: 1 } }, 'broken', 'some_untold'],
  ['answer', {}, 'kept', 'all_in_time'],
  ['answer', { told: nothing, answers: none }, 'unmeasured', 'no_demand'],
  ['answer', { answers: { ...fine.answers, near: 1 } }, 'risk', 'some_near'],
  ['answer', { answers: { ...fine.answers, late: 1 } }, 'broken', 'some_late'],
  ['answer', { answers: { ...fine.answers, openLate: 1 } }, 'broken', 'some_late'],
  ['conclusion', {}, 'kept', 'all_concluded'],
  ['conclusion', { answers: none }, 'unmeasured', 'none_ended'],
  ['conclusion', { answers: { ...fine.answers, unanswered: 2 } }, 'risk', 'ended_unanswered'],
  ['history', {}, 'unmeasured', 'none_asked'],
  ['history', { histories: { ...requests, asked: 2, inTime: 2 } }, 'kept', 'all_in_time'],
  ['history', { histories: { ...requests, asked: 2, inTime: 1, open: 1 } }, 'risk', 'some_open'],
  ['history', { histories: { ...requests, asked: 2, inTime: 1, openLate: 1 } }, 'broken', 'some_late'],
  ['history', { histories: { ...requests, asked: 2, inTime: 1, late: 1 } }, 'broken', 'some_late'],
  ['cancellation', {}, 'unmeasured', 'none_asked'],
  ['cancellation', { cancellations: { ...requests, asked: 1, inTime: 1, undone: 0 } }, 'kept', 'all_in_time'],
  ['cancellation', { cancellations: { ...requests, asked: 1, inTime: 1, undone: 1 } }, 'risk', 'some_undone'],
  ['cancellation', { cancellations: { ...requests, asked: 1, late: 1, undone: 1 } }, 'broken', 'some_late'],
  ['records', {}, 'kept', 'records_kept'],
  ['records', { retention: { ...fine.retention, messages: 731 } }, 'kept', 'records_kept'],
  ['records', { retention: { ...fine.retention, messages: 365 } }, 'broken', 'records_short'],
  ['recordings', { retention: { ...fine.retention, attachments: 90 } }, 'kept', 'recordings_kept'],
  ['recordings', { retention: { ...fine.retention, attachments: 89 } }, 'broken', 'recordings_short'],
  ['no_ads', {}, 'kept', 'no_ads'],
  ['no_ads', { ads: { held: 4, sentWhileWaiting: 0 } }, 'kept', 'ads_held'],
  ['no_ads', { ads: { held: 4, sentWhileWaiting: 1 } }, 'broken', 'ads_sent'],
  ['no_data_first', {}, 'kept', 'nothing_asked'],
  ['no_data_first', { inboxes: [inbox, { ...inbox, asksFirst: true }] }, 'broken', 'asks_first'],
  ['always_open', {}, 'kept', 'open_all_day'],
  ['always_open', { inboxes: [] }, 'broken', 'no_inbox'],
  ['always_open', { inboxes: [{ ...inbox, carriesText: false }] }, 'broken', 'no_inbox'],
  ['always_open', { inboxes: [{ ...inbox, hours: null, hasAwayMessage: false }] }, 'kept', 'open_all_day'],
  ['always_open', { inboxes: [{ ...inbox, hasAwayMessage: false }] }, 'risk', 'all_silent'],
  ['always_open', { inboxes: [inbox, { ...inbox, hasAwayMessage: false }] }, 'risk', 'some_silent'],
  ['human_hours', {}, 'kept', 'eight_hours'],
  ['human_hours', { inboxes: [{ ...inbox, hours: null }] }, 'risk', 'no_hours'],
  [
    'human_hours',
    { inboxes: [{ ...inbox, hours: hours(days(working, '09:00', '18:00')) }] },
    'risk',
    'short_weekend',
  ],
  [
    'human_hours',
    { inboxes: [{ ...inbox, hours: hours(days(working, '09:00', '16:00')) }] },
    'broken',
    'short_weekday',
  ],
  [
    'human_hours',
    {
      inboxes: [
        { ...inbox, hours: hours(days(working, '09:00', '18:00')) },
        { ...inbox, hours: hours(days([0, 6], '08:00', '16:00')) },
      ],
    },
    ...(['kept', 'eight_hours'] as const),
  ],
  ['human_reachable', {}, 'kept', 'people_everywhere'],
  ['human_reachable', { inboxes: [inbox, { ...inbox, people: 0 }] }, 'broken', 'nobody_there'],
  ['free', {}, 'unmeasured', 'outside_prices'],
  ['telephone', {}, 'unmeasured', 'outside_telephone'],
];

it.each(cases)('%s with %j is %s: %s', (code, some, state, why) => {
  const duty = dutiesOf({ ...fine, ...some }).find((one) => one.code === code);
  expect([duty?.state, duty?.why]).toEqual([state, why]);
});

it('every duty names its article, once, and what is broken comes first', () => {
  const duties = dutiesOf({ ...fine, ads: { held: 0, sentWhileWaiting: 1 } });
  expect(new Set(duties.map(({ code }) => code)).size).toBe(17);
  expect(duties[0]).toMatchObject({ code: 'no_ads', article: 'art. 4º, §§ 5º e 6º', state: 'broken' });
  expect(duties.every(({ article }) => article.startsWith('art. '))).toBe(true);
});

it('what is to be changed is named', () => {
  const duties = dutiesOf({
    ...fine,
    inboxes: [{ ...inbox, id: 'x', name: 'Chat do site', asksFirst: true }],
  });
  expect(duties[0]?.fixes).toEqual([{ what: 'inbox', id: 'x', name: 'Chat do site' }]);
});

describe('hours of a day', () => {
  it.each([
    [null, 1440],
    [hours([]), 1440],
    [hours(days(every, '08:00', '12:00')), 240],
    [hours([...days(every, '08:00', '12:00'), ...days(every, '13:00', '18:00')]), 540],
    [hours(days(every, '00:00', '24:00')), 1440],
  ])('%j', (one, minutes) => expect(minutesByDay(one)).toEqual(every.map(() => minutes)));
});
