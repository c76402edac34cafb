import { z } from 'zod';
import { type Instant, Translated } from './primitives.ts';
import type { TemplateCost, TemplateQuality, TemplateState } from './templates.ts';

/** What a platform says of an account itself, outside any conversation. */

/** Health of the account itself (quality, limits, revoked). */
export type InboundNotice = {
  kind: 'notice';
  code: string;
  /** How bad it is; `info` is good or harmless news. Absent: `warning`. */
  level?: NoticeLevel;
  text: string;
  facts?: Record<string, string | number | boolean>;
  at: Instant;
};
/** Something the platform told of by a reference alone: the plug-in fetches it (`lookUp`), and what comes is read anew. */
export type InboundLookUp = {
  kind: 'look_up';
  /** What it is about; the notice's code when it cannot be fetched. */
  code: string;
  /** Given back to the plug-in; at most 1000 characters. */
  ref: string;
  at: Instant;
};
/** A notice in people's words, and what to do about it. */
export const NoticeWords = z.strictObject({ says: Translated, advice: Translated });
export type NoticeWords = z.infer<typeof NoticeWords>;
export type NoticeLevel = 'info' | 'warning' | 'grave';
/** The platform approved, paused or rejected a template, or counts it as another kind; what is absent stays as it was. */
export type InboundTemplateChange = {
  kind: 'template_change';
  name: string;
  language: string;
  at: Instant;
  /** It is not there any more. */
  gone?: boolean;
  state?: TemplateState;
  reason?: string | null;
  quality?: TemplateQuality | null;
  cost?: TemplateCost;
  /** What it will be counted as soon; null: it stays. */
  nextCost?: TemplateCost | null;
};
