import { cleanHtml, textOfHtml } from '../../kernel/html.ts';

/** A signature made safe, nothing in it loaded from elsewhere; empty where neither a word nor a picture is left. */
export function cleanSignature(raw: string): string {
  const { html } = cleanHtml(raw, { images: 'block', cid: () => null });
  return textOfHtml(html) === '' && !html.includes('<img') ? '' : html;
}

/** The field as it is kept; none when none was given. */
export const safeSignature = (raw: string | undefined): { signature?: string } =>
  raw === undefined ? {} : { signature: cleanSignature(raw) };
