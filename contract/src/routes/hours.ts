import { z } from 'zod';
import { Id, Instant, lineOf, TimeZone } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Hours: when somebody is at work, by the clocks of a zone; the firm's own holidays. */

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
/** "HH:MM" to "HH:MM" of a day; one over midnight is two. */
const stretch = { from: z.string().regex(clock), to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/) };
export const Stretch = z.strictObject(stretch);
export type Stretch = z.infer<typeof Stretch>;
/** A stretch of a weekday (0 = Sunday). */
export const WeekStretch = z.strictObject({ day: z.number().int().min(0).max(6), ...stretch });
export type WeekStretch = z.infer<typeof WeekStretch>;

/** Which of Brazil's holidays are kept: none, those by national law, or the days on which most rest, too. */
export const KeptHolidays = z.enum(['none', 'national', 'optional']);
export type KeptHolidays = z.infer<typeof KeptHolidays>;

const Day = z.iso.date();
/** A day with stretches of its own, whatever week and holidays say; none: closed. */
export const DatedException = z.strictObject({
  day: Day,
  stretches: z.array(Stretch).max(10),
  name: lineOf(80).default(''),
});
export type DatedException = z.infer<typeof DatedException>;

export const HoursInput = z.strictObject({
  name: lineOf(80, 1),
  timeZone: TimeZone,
  /** Empty: always at work but for holidays and exceptions. */
  week: z.array(WeekStretch).max(70),
  holidays: KeptHolidays,
  /** Whether the firm's own holidays count, too. */
  ownHolidays: z.boolean().default(true),
  exceptions: z.array(DatedException).max(200).default([]),
});
export type HoursInput = z.infer<typeof HoursInput>;

/** Whether somebody is at work now, and when that changes (within ten years). */
export const Standing = z.strictObject({ open: z.boolean(), changesAt: Instant.nullable() });
export type Standing = z.infer<typeof Standing>;

const Users = z.array(z.strictObject({ id: Id, name: z.string() }));
export const Hours = HoursInput.extend({
  id: Id,
  now: Standing,
  /** What goes by these hours. */
  usedBy: z.strictObject({ inboxes: Users, queues: Users, agreements: Users, agents: Users }),
});
export type Hours = z.infer<typeof Hours>;

/** A holiday of the firm or its town: once (`2026-07-09`) or every year (`07-09`); open only within a stretch, or not at all. */
export const OwnHoliday = z.strictObject({
  name: lineOf(80, 1),
  on: z.string().regex(/^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
  open: Stretch.nullable(),
});
export type OwnHoliday = z.infer<typeof OwnHoliday>;

/** A holiday that comes. `name`: a word for Brazil's own, whose names the reader's language has; else as the firm named it. */
export const ComingHoliday = z.strictObject({
  day: Day,
  name: z.string(),
  kind: z.enum(['national', 'optional', 'own']),
  open: Stretch.nullable(),
});
export type ComingHoliday = z.infer<typeof ComingHoliday>;

const Holidays = z.strictObject({ own: z.array(OwnHoliday), coming: z.array(ComingHoliday) });
const byId = z.strictObject({ id: Id });

export const listHours = defineRoute({
  id: 'hours.list',
  method: 'GET',
  path: '/api/hours',
  access: 'inboxes.read',
  summary: 'Hours with how they stand now and what goes by them',
  response: z.strictObject({ items: z.array(Hours) }),
});
export const createHours = defineRoute({
  id: 'hours.create',
  method: 'POST',
  path: '/api/hours',
  access: 'hours.manage',
  summary: 'Makes hours',
  body: HoursInput,
  response: Hours,
});
export const changeHours = defineRoute({
  id: 'hours.change',
  method: 'PUT',
  path: '/api/hours/:id',
  access: 'hours.manage',
  summary: 'Changes hours; everything that goes by them follows at once',
  params: byId,
  body: HoursInput,
  response: Hours,
});
export const deleteHours = defineRoute({
  id: 'hours.delete',
  method: 'DELETE',
  path: '/api/hours/:id',
  access: 'hours.manage',
  summary: 'Deletes hours that nothing goes by',
  params: byId,
  response: z.strictObject({ ok: z.literal(true) }),
});
export const previewHours = defineRoute({
  id: 'hours.preview',
  method: 'POST',
  path: '/api/hours/preview',
  access: 'hours.manage',
  summary: 'How hours that are not saved yet would stand now',
  body: HoursInput,
  response: Standing,
});
export const listHolidays = defineRoute({
  id: 'holidays.list',
  method: 'GET',
  path: '/api/holidays',
  access: 'inboxes.read',
  summary: "The firm's own holidays, and all that come within a year",
  response: Holidays,
});
export const putHolidays = defineRoute({
  id: 'holidays.put',
  method: 'PUT',
  path: '/api/holidays',
  access: 'hours.manage',
  summary: "Puts the firm's own holidays in place of those before",
  body: z.strictObject({ items: z.array(OwnHoliday).max(200) }),
  response: Holidays,
});
