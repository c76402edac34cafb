import { createHash } from 'node:crypto';
import base from './style/base.css?inline';
import notes from './style/notes.css?inline';
import shop from './style/shop.css?inline';

const text = base + shop + notes;

/** The one style sheet of all pages: serve `text` under `path` (text/css), which changes with it. */
export const stylesheet = {
  path: `/site/${createHash('sha256').update(text).digest('hex').slice(0, 12)}.css`,
  text,
};
