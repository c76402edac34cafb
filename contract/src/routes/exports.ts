import { z } from 'zod';
import { Id } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { readAgreementReport } from './agreements.ts';
import { listCustomers } from './customers.ts';
import { listDeals } from './deals.ts';
import { listSurveys } from './surveys.ts';

/**
 * Lists for elsewhere, as tables, streamed: CSV (semicolons, UTF-8 with its mark) or XLSX. Each takes the filters of the
 * list on the screen. No cell computes anything.
 */

export const exportFormats = ['csv', 'xlsx'] as const;
export const ExportFormat = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof ExportFormat>;
const params = z.strictObject({ format: ExportFormat });
const page = { cursor: true, limit: true } as const;

export const exportCustomers = defineRoute({
  id: 'exports.customers',
  method: 'GET',
  path: '/api/exports/customers.:format',
  access: 'customers.export',
  summary: 'Customers as a table (CSV or XLSX, streamed): all, companies, a segment, or those of a filter',
  perMinute: 20,
  params,
  query: listCustomers.query.omit(page),
  response: z.unknown(),
});
export const exportConversations = defineRoute({
  id: 'exports.conversations',
  method: 'GET',
  path: '/api/exports/conversations.:format',
  access: 'customers.export',
  summary: 'Conversations the caller sees, as a table (CSV or XLSX, streamed)',
  perMinute: 20,
  params,
  query: z.strictObject({ status: z.enum(['open', 'pending', 'snoozed', 'resolved']).optional() }),
  response: z.unknown(),
});
export const exportDeals = defineRoute({
  id: 'exports.deals',
  method: 'GET',
  path: '/api/exports/deals.:format',
  access: 'customers.export',
  summary: 'Deals that fit, as a table (CSV or XLSX, streamed)',
  perMinute: 20,
  params,
  query: listDeals.query.omit({ ...page, stageId: true }),
  response: z.unknown(),
});
export const exportSurveys = defineRoute({
  id: 'exports.surveys',
  method: 'GET',
  path: '/api/exports/surveys.:format',
  access: 'reports.read',
  summary: 'Surveys that were asked, with ratings and comments, as a table (CSV or XLSX, streamed)',
  perMinute: 20,
  params,
  query: listSurveys.query.omit({ ...page, conversationId: true }),
  response: z.unknown(),
});
export const exportAgreements = defineRoute({
  id: 'exports.agreements',
  method: 'GET',
  path: '/api/exports/agreements.:format',
  access: 'reports.read',
  summary:
    'How deadlines of agreements were kept in a stretch of days, a row for each group, thing and promise (CSV or XLSX)',
  perMinute: 20,
  params,
  query: readAgreementReport.query,
  response: z.unknown(),
});
export const exportDeadlines = defineRoute({
  id: 'exports.deadlines',
  method: 'GET',
  path: '/api/exports/deadlines.:format',
  access: 'reports.read',
  summary:
    'Deadlines of agreements that were missed in a stretch of days, one to a row (CSV or XLSX, streamed)',
  perMinute: 20,
  params,
  query: readAgreementReport.query,
  response: z.unknown(),
});
export const exportRecipients = defineRoute({
  id: 'exports.recipients',
  method: 'GET',
  path: '/api/announcements/:id/recipients.:format',
  access: 'customers.export',
  summary: 'Whom an announcement told, and why not whom, as a table (CSV or XLSX, streamed)',
  perMinute: 20,
  params: z.strictObject({ id: Id, format: ExportFormat }),
  response: z.unknown(),
});
