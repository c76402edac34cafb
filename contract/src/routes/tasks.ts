import { z } from 'zod';
import { Id, Instant, lineOf, PageQuery, pageOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { WorkState } from '../work.ts';
import { CustomerRef } from './customers.ts';

/** Tasks: what people of the firm have to do, by when, and who is reminded. */

const byId = z.strictObject({ id: Id });
const done = z.strictObject({ ok: z.literal(true) });

export const TaskRepeat = z.enum(['daily', 'workdays', 'weekly', 'monthly']);
export type TaskRepeat = z.infer<typeof TaskRepeat>;

export const Task = z.strictObject({
  id: Id,
  title: z.string(),
  description: z.string(),
  dueAt: Instant.nullable(),
  /** Only the day counts: `dueAt` is its end. */
  dueDay: z.boolean(),
  remindAt: Instant.nullable(),
  repeats: TaskRepeat.nullable(),
  personIds: z.array(Id),
  teamId: Id.nullable(),
  /** The item of work it is while it is in a queue: where, and who has it or is asked. */
  work: z.strictObject({ id: Id, queueId: Id, state: WorkState, agentId: Id.nullable() }).nullable(),
  /** Nobody who works here is responsible, and it is in no queue. */
  unowned: z.boolean(),
  /** What it is about; null also when the reader does not see it. */
  conversation: z.strictObject({ id: Id, protocol: z.string() }).nullable(),
  customer: CustomerRef.nullable(),
  deal: z.strictObject({ id: Id, title: z.string() }).nullable(),
  comments: z.number().int(),
  doneAt: Instant.nullable(),
  doneBy: Id.nullable(),
  createdBy: Id.nullable(),
  createdAt: Instant,
  /** Whether the reader may change it. */
  mayChange: z.boolean(),
});
export type Task = z.infer<typeof Task>;

export const TaskComment = z.strictObject({ id: Id, personId: Id.nullable(), text: z.string(), at: Instant });
export type TaskComment = z.infer<typeof TaskComment>;

/** `mine`: I am responsible; `team`: one of my teams is; `given`: I made it for others; `unowned`: nobody is. */
export const TaskView = z.enum(['mine', 'team', 'given', 'unowned', 'all']);
export type TaskView = z.infer<typeof TaskView>;
export const TaskDue = z.enum(['overdue', 'today', 'week', 'later', 'none']);
export type TaskDue = z.infer<typeof TaskDue>;

export const listTasks = defineRoute({
  id: 'tasks.list',
  method: 'GET',
  path: '/api/tasks',
  access: 'tasks.read',
  summary: 'Tasks the caller sees: open ones by when they are due, done ones newest first',
  query: z.strictObject({
    ...PageQuery.shape,
    view: TaskView.default('all'),
    state: z.enum(['open', 'done']).default('open'),
    due: TaskDue.optional(),
    query: lineOf(200).optional(),
    personId: Id.optional(),
    teamId: Id.optional(),
    conversationId: Id.optional(),
    /** Of the whole group of a customer. */
    customerId: Id.optional(),
    dealId: Id.optional(),
  }),
  response: pageOf(Task),
});
export const countTasks = defineRoute({
  id: 'tasks.counts',
  method: 'GET',
  path: '/api/tasks/counts',
  access: 'tasks.read',
  summary: 'Open tasks by view, of mine how many are due today or overdue; none counted beyond 1000',
  response: z.strictObject({
    mine: z.number().int(),
    team: z.number().int(),
    given: z.number().int(),
    unowned: z.number().int(),
    all: z.number().int(),
    today: z.number().int(),
    overdue: z.number().int(),
  }),
});
export const listTaskBells = defineRoute({
  id: 'tasks.bells',
  method: 'GET',
  path: '/api/tasks/bells',
  access: 'tasks.read',
  summary: 'Reminders that rang for the caller and were not put away, newest first',
  response: z.strictObject({ items: z.array(z.strictObject({ task: Task, at: Instant })) }),
});
export const settleTaskBell = defineRoute({
  id: 'tasks.bell',
  method: 'PUT',
  path: '/api/tasks/:id/bell',
  access: 'tasks.read',
  summary: 'Puts the caller’s reminder away, or has it ring again later',
  params: byId,
  body: z.strictObject({ againAt: Instant.nullable().default(null) }),
  response: done,
});
export const readTask = defineRoute({
  id: 'tasks.read',
  method: 'GET',
  path: '/api/tasks/:id',
  access: 'tasks.read',
  summary: 'A task with what was said about it',
  params: byId,
  response: z.strictObject({ task: Task, comments: z.array(TaskComment) }),
});

const fields = {
  title: lineOf(200, 1),
  description: textOf(5000),
  dueAt: Instant.nullable(),
  dueDay: z.boolean(),
  remindAt: Instant.nullable(),
  repeats: TaskRepeat.nullable(),
  personIds: z.array(Id).max(50),
  teamId: Id.nullable(),
  /** Whose agents it is given to, as work of theirs; null: nobody's, or taken out again. */
  queueId: Id.nullable(),
};
export const createTask = defineRoute({
  id: 'tasks.create',
  method: 'POST',
  path: '/api/tasks',
  access: 'tasks.write',
  summary:
    'Makes a task; without anybody named and no queue the caller is responsible; the same clientId is made once',
  body: z.strictObject({
    /** The caller's own id of it; without one a call that is sent again makes another. */
    clientId: Id.optional(),
    title: fields.title,
    description: fields.description.default(''),
    dueAt: fields.dueAt.default(null),
    dueDay: fields.dueDay.default(false),
    remindAt: fields.remindAt.default(null),
    repeats: fields.repeats.default(null),
    personIds: fields.personIds.default([]),
    teamId: fields.teamId.default(null),
    queueId: fields.queueId.default(null),
    conversationId: Id.nullable().default(null),
    customerId: Id.nullable().default(null),
    dealId: Id.nullable().default(null),
  }),
  response: Task,
});
export const changeTask = defineRoute({
  id: 'tasks.change',
  method: 'PATCH',
  path: '/api/tasks/:id',
  access: 'tasks.write',
  summary: 'Changes what is named; a new reminder rings anew',
  params: byId,
  body: z.strictObject(fields).partial(),
  response: Task,
});
export const finishTask = defineRoute({
  id: 'tasks.done',
  method: 'PUT',
  path: '/api/tasks/:id/done',
  access: 'tasks.write',
  summary: 'Says that it is done, or takes that back; one that repeats is made anew once',
  params: byId,
  body: z.strictObject({ done: z.boolean() }),
  response: Task,
});
export const commentTask = defineRoute({
  id: 'tasks.comment',
  method: 'POST',
  path: '/api/tasks/:id/comments',
  access: 'tasks.write',
  summary: 'Says something about a task; the same clientId is kept once',
  params: byId,
  body: z.strictObject({ clientId: Id, text: textOf(5000, 1) }),
  response: TaskComment,
});
export const dropTask = defineRoute({
  id: 'tasks.drop',
  method: 'DELETE',
  path: '/api/tasks/:id',
  access: 'tasks.write',
  summary: 'Removes a task',
  params: byId,
  response: done,
});
