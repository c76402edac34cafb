import { createHmac } from 'node:crypto';

/** X-Twilio-Signature of a form posted to an address. */
export function signature(url: string, form: Record<string, string>, token: string): string {
  const names = Object.keys(form).sort();
  const signed = url + names.map((name) => name + form[name]).join('');
  return createHmac('sha1', token).update(signed, 'utf8').digest('base64');
}
