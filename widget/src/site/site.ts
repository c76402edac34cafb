import type { Locale } from '@meada/contract/primitives';
import type { SiteButton, SiteConfig } from '@meada/contract/routes/site';
import { inkOn, safeColour } from '../core/colour.ts';
import { drawing, linkPath, make, phonePath, talkPath } from './draw.ts';
import { callForm } from './form.ts';
import css from './site.css?inline';
import { textsOf } from './texts.ts';

/**
 * Buttons to the firm's channels and the form "call me", on any page by one script tag. Everything stands in a shadow
 * tree of its own; no markup is written and no style of the page reaches it.
 */
const script = (document.currentScript ??
  document.querySelector('script[data-buttons]')) as HTMLScriptElement | null;

type Chat = ((...call: unknown[]) => void) & { q?: unknown[] };
const page = window as unknown as { Meada?: Chat; MeadaSite?: { call(): void; open(): void } };

function localeOf(text: string | undefined): Locale {
  const start = (text ?? '').slice(0, 2).toLowerCase();
  return start === 'en' || start === 'es' ? start : 'pt-BR';
}

/** The root hangs on `<html>`: no transform or clipping of the page's body reaches it, and nothing moves. */
function host(): ShadowRoot {
  const element = document.createElement('div');
  element.style.cssText =
    'all:initial!important;position:fixed!important;z-index:2147482000!important;width:0!important;height:0!important';
  const shadow = element.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  document.documentElement.append(element);
  return shadow;
}

async function start(tag: HTMLScriptElement, key: string): Promise<void> {
  const server = new URL(tag.src).origin;
  const locale = localeOf(tag.dataset.locale ?? document.documentElement.lang ?? navigator.language);
  const address = `${server}/api/site/${encodeURIComponent(key)}`;
  const answer = await fetch(`${address}?locale=${locale}`);
  if (!answer.ok) return;
  const config = (await answer.json()) as SiteConfig;
  if (config.buttons.length > 0) show({ tag, server, address, locale, config });
}

type Parts = { tag: HTMLScriptElement; server: string; address: string; locale: Locale; config: SiteConfig };

function show(parts: Parts): void {
  const { config, locale } = parts;
  const texts = textsOf[locale];
  const main = make('button', {
    id: 'm',
    type: 'button',
    'aria-expanded': 'false',
    'aria-label': texts.open,
  });
  main.append(drawing(talkPath));
  const list = make('ul', { id: 'l', hidden: true });
  const panel = make('div', { id: 'f', role: 'dialog', 'aria-labelledby': 'h', hidden: true });
  const box = make('div', { id: 's', class: config.position === 'right' ? 'r' : '' }, panel, list, main);
  const colour = safeColour(config.colour);
  box.style.setProperty('--c', colour);
  box.style.setProperty('--k', inkOn(colour));
  const set = (menu: boolean, form: boolean): void => {
    list.hidden = !menu;
    panel.hidden = !form;
    main.setAttribute('aria-expanded', String(menu || form));
    main.setAttribute('aria-label', menu || form ? texts.close : texts.open);
  };
  const call = (): void => {
    if (!config.callback) return;
    fill(panel, parts, () => {
      set(false, false);
      main.focus();
    });
    set(false, true);
    panel.querySelector('input')?.focus();
  };
  const open = (): void => {
    set(true, false);
    list.querySelector<HTMLElement>('a,button')?.focus();
  };
  main.addEventListener('click', () => (list.hidden && panel.hidden ? open() : set(false, false)));
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    set(false, false);
    main.focus();
  });
  for (const button of config.buttons) list.append(make('li', {}, entry(button, parts, call)));
  page.MeadaSite = { call, open };
  document.addEventListener('click', (event) => {
    if (!(event.target as Element).closest?.('[data-meada-call]')) return;
    event.preventDefault();
    call();
  });
  host().append(box);
}

function entry(button: SiteButton, parts: Parts, call: () => void): HTMLElement {
  const picture = button.icon
    ? make('img', { src: parts.server + button.icon, alt: '' })
    : drawing(button.kind === 'callback' ? phonePath : linkPath);
  if (button.kind === 'link') {
    const title = encodeURIComponent(document.title.slice(0, 200));
    const href = (button.href ?? '').replace(/%7Bpage%7D/g, title);
    const outside = href.startsWith('http');
    return make(
      'a',
      { href, target: outside && '_blank', rel: outside && 'noopener noreferrer' },
      picture,
      button.label,
    );
  }
  const act = button.kind === 'callback' ? call : () => chat(parts, button.chatKey ?? '');
  return make('button', { type: 'button', onclick: act }, picture, button.label);
}

type Types = { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } };

/** Pages may demand Trusted Types; they allow us with `trusted-types meada-site`. */
function trusted(address: string): string {
  try {
    const { trustedTypes } = window as unknown as { trustedTypes?: Types };
    const rules = { createScriptURL: (url: string) => url };
    return trustedTypes?.createPolicy('meada-site', rules).createScriptURL(address) ?? address;
  } catch {
    return address;
  }
}

/** The chat that is on the page opens; else its script is fetched first. */
function chat({ tag, server }: Parts, key: string): void {
  if (!page.Meada) {
    const meada: Chat = (...call) => {
      meada.q = [...(meada.q ?? []), call];
    };
    page.Meada = meada;
    const loader = make('script', { 'data-inbox': key, 'data-locale': tag.dataset.locale, nonce: tag.nonce });
    loader.src = trusted(`${server}/widget/loader.js`);
    document.head.append(loader);
  }
  page.Meada('open');
}

function fill(panel: HTMLElement, { config, locale, address }: Parts, close: () => void): void {
  const { callback } = config;
  if (!callback) return;
  const texts = textsOf[locale];
  const post = (path: string, body: object, keepalive = false): Promise<Response> =>
    fetch(address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      keepalive,
    });
  const send = async (body: Record<string, unknown>): Promise<{ promisedAt: string }> => {
    const answer = await post('/callback', { ...body, locale, page: location.href.slice(0, 2000) });
    const read = (await answer.json()) as { promisedAt: string; field?: string };
    if (!answer.ok) throw new Error(read.field);
    return read;
  };
  const leave = (body: Record<string, unknown>): void => void post('/left', body, true).catch(() => {});
  panel.replaceChildren(
    make('button', { class: 'x', type: 'button', 'aria-label': texts.close, onclick: close }, '×'),
    make('h2', { id: 'h' }, callback.title),
    ...(callback.text ? [make('p', {}, callback.text)] : []),
    callForm({ form: callback, texts, locale, send, leave }),
  );
}

const key = script?.dataset.buttons;
if (script && key && !page.MeadaSite) {
  const run = (): void => void start(script, key).catch(() => {});
  if (document.body) run();
  else addEventListener('DOMContentLoaded', run);
}
