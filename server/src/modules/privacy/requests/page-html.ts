import type { Locale } from '@meada/contract/primitives';
import type { DataPackage, PrivacySettings } from '@meada/contract/routes/privacy';
import type { PrivacyRequestDetail, RequestKind } from '@meada/contract/routes/privacy-requests';
import { escaped } from '../../../kernel/http/public-page.ts';
import type { Held } from './held.ts';
import { pageTexts } from './page-texts.ts';

/** The public pages as HTML, without scripts: pure. */

export type Firm = { id: string; name: string; zone: string; settings: PrivacySettings };

const filled = (text: string, values: Record<string, string>): string =>
  escaped(text).replace(/\{(\w+)\}/g, (_, name: string) => escaped(values[name] ?? ''));

const style = `:root{--ink:#182023;--soft:#4c5a5e;--paper:#f4f6f6;--card:#fff;--line:#cfd8d9;--go:#0b6e64;--bad:#a3261a}
@media(prefers-color-scheme:dark){:root{--ink:#e7ecee;--soft:#a7b4b8;--paper:#111516;--card:#1a2022;--line:#344044;--go:#1f9384;--bad:#ff8d7f}}
*{box-sizing:border-box}body{font:17px/1.5 system-ui,sans-serif;margin:0;color:var(--ink);background:var(--paper)}
main{max-width:36em;margin:0 auto;padding:6vh 20px 10vh}h1{font-size:1.7em;line-height:1.2;margin:0 0 .5em}h2{font-size:1.15em;margin:1.6em 0 .4em}
label,legend{font-weight:600;display:block;margin:0 0 .3em;padding:0}fieldset{border:0;padding:0;margin:1.4em 0}
.k{display:flex;gap:.6em;align-items:center;font-weight:400;padding:.55em .8em;margin:0 0 .4em;background:var(--card);border:1px solid var(--line);border-radius:10px}
input[type=text],textarea{font:inherit;color:inherit;width:100%;padding:.6em .8em;background:var(--card);border:1px solid var(--line);border-radius:10px}
input[type=radio]{accent-color:var(--go);flex:none;width:1.1em;height:1.1em}
input:focus-visible,textarea:focus-visible,button:focus-visible{outline:3px solid var(--go);outline-offset:2px}
button{font:inherit;font-weight:600;margin-top:1em;padding:.65em 1.2em;border:0;border-radius:10px;background:var(--go);color:#fff;cursor:pointer}
small,.s{color:var(--soft);font-size:.88em}.f{margin:1.2em 0}.c{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.9em 1.1em;margin:.6em 0;white-space:pre-wrap;overflow-wrap:anywhere}
.bad{color:var(--bad);font-weight:600}.hp{position:absolute;left:-9999px}a{color:var(--go)}`;

export function shell(locale: Locale, title: string, body: string): string {
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}

export const titleOf = (locale: Locale, firm: Firm): string =>
  pageTexts[locale].title.replace('{firm}', () => firm.name);

const officerOf = (locale: Locale, { settings }: Firm): string => {
  const texts = pageTexts[locale];
  const { officerName: name, officerContact: contact, policyUrl } = settings;
  const { controllerName, controllerDocument: document, controllerContact } = settings;
  const controller =
    controllerName || document || controllerContact
      ? `<p class="s">${filled(texts.controller, { name: controllerName, document, contact: controllerContact })}</p>`
      : '';
  const who =
    controller + (name || contact ? `<p class="s">${filled(texts.officer, { name, contact })}</p>` : '');
  const policy = policyUrl
    ? `<p class="s"><a href="${escaped(policyUrl)}" rel="noopener noreferrer">${escaped(texts.policy)}</a></p>`
    : '';
  return who + policy;
};

export type Draft = { kind: RequestKind; address: string; details: string; problem: string | null };

/** The form that takes a request. */
export function formPage(locale: Locale, firm: Firm, draft: Draft): string {
  const texts = pageTexts[locale];
  const kinds = Object.entries(texts.kinds).map(
    ([kind, label]) =>
      `<label class="k"><input type="radio" name="kind" value="${kind}"${kind === draft.kind ? ' checked' : ''}>${escaped(label)}</label>`,
  );
  const days = String(firm.settings.requestDays);
  return shell(
    locale,
    titleOf(locale, firm),
    `<h1>${escaped(titleOf(locale, firm))}</h1><p>${filled(texts.intro, { firm: firm.name, days })}</p>
${draft.problem ? `<p class="bad" role="alert">${escaped(draft.problem)}</p>` : ''}
<form method="post"><fieldset><legend>${escaped(texts.kind)}</legend>${kinds.join('')}</fieldset>
<div class="f"><label for="address">${escaped(texts.address)}</label><input type="text" id="address" name="address" maxlength="254" required autocomplete="email" value="${escaped(draft.address)}"><small>${escaped(texts.addressHelp)}</small></div>
<div class="f"><label for="details">${escaped(texts.details)}</label><textarea id="details" name="details" rows="4" maxlength="4000">${escaped(draft.details)}</textarea></div>
<div class="hp" aria-hidden="true"><input type="text" name="site" tabindex="-1" autocomplete="off"></div>
<button type="submit">${escaped(texts.send)}</button></form>${officerOf(locale, firm)}`,
  );
}

/** What is asked of who has just sent a request: the same whether the address is known or not. */
export function codePage(locale: Locale, firm: Firm, isWrong: boolean): string {
  const texts = pageTexts[locale];
  return shell(
    locale,
    titleOf(locale, firm),
    `<h1>${escaped(texts.codeTitle)}</h1><p>${escaped(texts.codeHelp)}</p>
${isWrong ? `<p class="bad" role="alert">${escaped(texts.wrong)}</p>` : ''}
<form method="post"><div class="f"><label for="code">${escaped(texts.code)}</label><input type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required></div>
<button type="submit">${escaped(texts.prove)}</button></form>${officerOf(locale, firm)}`,
  );
}

export type Shown = { detail: PrivacyRequestDetail; packages: DataPackage[]; held: Held | null };

/** What is held, in numbers: the answer that is given at once (LGPD art. 19, I). */
function heldOf(locale: Locale, held: Held, day: (text: string) => string): string {
  const texts = pageTexts[locale];
  const count = (text: string, n: number): string =>
    `<li>${filled(text, { n: n.toLocaleString(locale) })}</li>`;
  const { contacts, conversations, messages, files, since } = held;
  return `<h2>${escaped(texts.held)}</h2><ul>${count(texts.contacts, contacts)}${count(texts.conversations, conversations)}${count(texts.messages, messages)}${count(texts.files, files)}<li>${filled(texts.since, { day: day(since) })}</li></ul>`;
}

/** How far a proven request is, with what was written. */
export function statusPage(locale: Locale, firm: Firm, { detail, packages, held }: Shown): string {
  const texts = pageTexts[locale];
  const { request, messages } = detail;
  const day = (text: string): string =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(`${text.slice(0, 10)}T00:00:00Z`),
    );
  const isOver = ['done', 'refused', 'expired'].includes(request.state);
  const links = packages.flatMap(({ url, expiresAt }) =>
    url && expiresAt
      ? [`<p><a href="${escaped(url)}">${filled(texts.package, { day: day(expiresAt) })}</a></p>`]
      : [],
  );
  const said = messages.map(
    ({ authorKind, text }) =>
      `<div class="c"><small>${escaped(authorKind === 'customer' ? texts.you : firm.name)}</small>\n${escaped(text)}</div>`,
  );
  const form = isOver
    ? ''
    : `<form method="post"><div class="f"><label for="text">${escaped(texts.message)}</label><textarea id="text" name="text" rows="4" maxlength="4000" required></textarea></div><button type="submit">${escaped(texts.sendMessage)}</button></form>`;
  return shell(
    locale,
    titleOf(locale, firm),
    `<h1>${escaped(texts.kinds[request.kind])}</h1><p><strong>${escaped(texts.states[request.state])}</strong></p>
${request.dueOn && !isOver ? `<p>${filled(texts.due, { day: day(request.dueOn) })}</p>` : ''}
${request.provenAt ? '' : `<p>${escaped(texts.notProven)}</p>`}${held ? heldOf(locale, held, day) : ''}
${request.outcome ? `<div class="c">${escaped(request.outcome)}</div>` : ''}${links.join('')}${said.join('')}${form}
<p class="s">${escaped(texts.keep)}</p>${officerOf(locale, firm)}`,
  );
}
