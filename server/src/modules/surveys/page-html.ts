import { createHash } from 'node:crypto';
import type { Locale } from '@meada/contract/primitives';
import { ratingsOf, ratingTitle, ratingWord, type SurveyScale, signOf } from '@meada/contract/surveys';
import { escaped } from '../../kernel/http/public-page.ts';
import { pageTexts } from './page-texts.ts';

/** The public page as HTML: pure. It works without script; the script only presses the button that is chosen already. */

const style = `:root{--ink:#182023;--soft:#4c5a5e;--paper:#f4f6f6;--card:#fff;--line:#cfd8d9;--go:#0b6e64;--bad:#a3261a}
@media(prefers-color-scheme:dark){:root{--ink:#e7ecee;--soft:#a7b4b8;--paper:#111516;--card:#1a2022;--line:#344044;--go:#1f9384;--bad:#ff8d7f}}
*{box-sizing:border-box}body{font:17px/1.5 system-ui,sans-serif;margin:0;color:var(--ink);background:var(--paper)}
main{max-width:34em;margin:0 auto;padding:8vh 20px 10vh;text-align:center}h1{font-size:1.5em;line-height:1.25;margin:0 0 .3em}
.firm{color:var(--soft);margin:0 0 1.4em}.r{display:flex;gap:8px;justify-content:center;padding:0;margin:1em 0;border:0}
.r button{flex:1 1 0;min-width:0;max-width:110px;padding:12px 2px;background:var(--card);color:var(--ink);border:2px solid var(--line);border-radius:14px;font:inherit;cursor:pointer}
.r .s{display:block;font-size:30px;line-height:1.2}.r .w{font-size:13px;color:var(--soft)}
.r [aria-pressed=true]{border-color:var(--go);box-shadow:0 0 0 1px var(--go)}.r [aria-pressed=true] .w{color:var(--ink);font-weight:600}
textarea{font:inherit;color:inherit;width:100%;padding:.6em .8em;background:var(--card);border:1px solid var(--line);border-radius:10px}
label{font-weight:600;display:block;margin:1.6em 0 .4em;text-align:left}
button:focus-visible,textarea:focus-visible{outline:3px solid var(--go);outline-offset:2px}
.go{font:inherit;font-weight:600;margin-top:.8em;padding:.7em 1.4em;border:0;border-radius:10px;background:var(--go);color:#fff;cursor:pointer}
.ok{font-weight:600;color:var(--go)}.bad{font-weight:600;color:var(--bad)}small,.soft{color:var(--soft);font-size:.88em}
.no{font:inherit;font-size:.85em;color:var(--soft);background:none;border:0;text-decoration:underline;cursor:pointer;margin-top:3em;padding:.6em}`;

/**
 * Presses the chosen button for a human who came by a link of a rating: once the page is looked at and something of a human
 * has happened: a movement, a touch, a key; on a telephone also a second and a half in front. A scanner that opens the link
 * does nothing of that.
 */
const script = `(function(){var f=document.getElementById('auto');if(!f||navigator.webdriver)return;var d=false,t=0;
function go(){if(d)return;d=true;f.submit()}
function human(e){if(e.isTrusted)setTimeout(go,250)}
['pointermove','pointerdown','touchstart','keydown','wheel','scroll'].forEach(function(n){addEventListener(n,human,{passive:true})});
if(matchMedia('(pointer:coarse)').matches)setInterval(function(){t=document.visibilityState==='visible'&&document.hasFocus()?t+1:0;if(t>5)go()},250)})();`;

/** What the page's policy lets run: this script and no other. */
export const scriptHash = createHash('sha256').update(script).digest('base64');

export type PageState = {
  firm: string;
  question: string;
  scale: SurveyScale;
  /** What was rated so far. */
  rating: number | null;
  /** The rating of the link that was opened, not rated yet. */
  chosen: number | null;
  comments: boolean;
  comment: string;
  /** A sentence about what has just happened. */
  said: string | null;
  problem: boolean;
};

function shell(locale: Locale, title: string, body: string): string {
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}

/** A page that tells one thing. */
export const tellPage = (locale: Locale, text: string): string =>
  shell(
    locale,
    pageTexts[locale].title,
    `<h1>${escaped(pageTexts[locale].title)}</h1><p>${escaped(text)}</p>`,
  );

/** The page of a survey that may be answered. */
export function surveyPage(locale: Locale, state: PageState): string {
  const texts = pageTexts[locale];
  const { scale, rating, chosen, firm, question } = state;
  const current = chosen ?? rating;
  const buttons = ratingsOf(scale).map((one) => {
    const pressed = one === current;
    const under = scale === 'stars' ? String(one) : ratingWord(scale, one, locale);
    const sign = scale === 'stars' ? '⭐' : signOf(scale, one);
    const name = escaped(ratingTitle(scale, one, locale));
    return `<button type="submit" name="rating" value="${one}" aria-pressed="${pressed}" aria-label="${name}"><span class="s" aria-hidden="true">${sign}</span><span class="w" aria-hidden="true">${escaped(under)}</span></button>`;
  });
  const said = state.said
    ? `<p class="${state.problem ? 'bad' : 'ok'}" role="status">${escaped(state.said)}</p>`
    : '';
  const hint = rating !== null && chosen === null ? texts.change : texts.ask;
  const auto = chosen === null ? '' : autoForm(locale, chosen);
  const comment = rating === null || !state.comments ? '' : commentForm(locale, state.comment);
  const refuse = `<form method="post"><button class="no" name="refuse" value="1">${escaped(texts.refuse)}</button></form>`;
  return shell(
    locale,
    texts.title,
    `<h1>${escaped(question)}</h1>${question.includes(firm) ? '' : `<p class="firm">${escaped(firm)}</p>`}${said}
<form method="post"><p class="soft" id="hint">${escaped(hint)}</p><div class="r" role="group" aria-labelledby="hint">${buttons.join('')}</div></form>${auto}${comment}${refuse}`,
  );
}

const autoForm = (locale: Locale, chosen: number): string =>
  `<form method="post" id="auto"><input type="hidden" name="rating" value="${chosen}"><input type="hidden" name="by" value="script">
<button class="go" name="by" value="tap">${escaped(pageTexts[locale].send)}</button></form><script>${script}</script>`;

const commentForm = (locale: Locale, comment: string): string =>
  `<form method="post"><label for="comment">${escaped(pageTexts[locale].comment)}</label>
<textarea id="comment" name="comment" rows="4" maxlength="2000">${escaped(comment)}</textarea>
<button class="go" type="submit">${escaped(pageTexts[locale].commentSend)}</button></form>`;
