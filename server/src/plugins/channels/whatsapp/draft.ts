import { textLength } from './manifest.ts';
import { splitText } from './split.ts';

/** One call of `/messages`: the body, and which attachment's media id is to be put into it before it goes. */
export type Draft = {
  type: string;
  body: Record<string, unknown>;
  attachment?: number;
  /** Further attachments and the objects their media ids go into. */
  media?: { attachment: number; into: Record<string, unknown> }[];
};

/** Text in as many messages as it takes; none when there is nothing to say. */
export function formatText(text: string): Draft[] {
  return splitText(text, textLength).map((body) => ({ type: 'text', body: { body, preview_url: true } }));
}
