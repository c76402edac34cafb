import type { Locale } from '@meada/contract/primitives';
import type { Bridge, Call, Look, MeadaFunction } from './bridge.ts';
import { inkOn, safeColour } from './core/colour.ts';
import css from './loader.css?inline';

declare const __APP_VERSION__: string;

/**
 * Draws the launcher and nothing more. The app is fetched when the visitor reaches for the button, or when this
 * browser has talked to us before (unread badge).
 */
const script = (document.currentScript ??
  document.querySelector('script[data-inbox]')) as HTMLScriptElement | null;

const openLabel = { 'pt-BR': 'Abrir o chat', en: 'Open the chat', es: 'Abrir el chat' };

type Policy = { createScriptURL(url: string): string; createHTML(text: string): string };
type Types = { createPolicy(name: string, rules: Policy): Policy };

/** Pages may demand Trusted Types (`require-trusted-types-for 'script'`); they allow us with `trusted-types meada`. */
function policyOf(): Policy {
  const plain: Policy = { createScriptURL: (url) => url, createHTML: (text) => text };
  try {
    const { trustedTypes } = window as { trustedTypes?: Types };
    return trustedTypes?.createPolicy('meada', plain) ?? plain;
  } catch {
    return plain;
  }
}
const policy = policyOf();

function localeOf(text: string | undefined): Locale | null {
  const start = (text ?? '').slice(0, 2).toLowerCase();
  return start === 'pt' ? 'pt-BR' : start === 'en' || start === 'es' ? start : null;
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function drawing(name: string, path: string): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', name);
  svg.setAttribute('aria-hidden', 'true');
  const line = svg.appendChild(document.createElementNS(space, 'path'));
  line.setAttribute('d', path);
  return svg;
}

/** The root hangs on `<html>`: no transform or clipping of the page's body reaches it, and nothing moves. */
function host(): ShadowRoot {
  const element = document.createElement('div');
  const rules: Record<string, string> = {
    all: 'initial',
    position: 'fixed',
    'z-index': '2147483000',
    width: '0',
    height: '0',
  };
  for (const name in rules) element.style.setProperty(name, rules[name] ?? '', 'important');
  const shadow = element.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  document.documentElement.append(element);
  return shadow;
}

function start(tag: HTMLScriptElement, inboxKey: string): void {
  const data = tag.dataset;
  const shadow = host();
  const launcher = document.createElement('button');
  const badge = document.createElement('b');
  launcher.type = 'button';
  launcher.id = 'l';
  launcher.append(
    drawing(
      'm',
      'M12 4c4.700 0 8.400 3.100 8.400 7.200s-3.700 7.200-8.400 7.200c-1 0-2-.1-2.900-.4C8 18.900 6.400 19.700 4.500 19.900c.7-1 1.100-2.100 1.200-3.300-1.300-1.300-2.100-3.100-2.100-5.400C3.600 7.100 7.300 4 12 4zM8.500 9.700h7M8.500 13h4.500',
    ),
    drawing('x', 'M6 6l12 12M18 6L6 18'),
    badge,
  );
  const bridge: Bridge = {
    shadow,
    launcher,
    server: new URL(tag.src).origin,
    inboxKey,
    locale: localeOf(data.locale),
    theme: data.theme === 'light' || data.theme === 'dark' ? data.theme : 'auto',
    calls: [],
    trust: (drawing) => policy.createHTML(drawing),
    paint({ colour, position }) {
      const safe = safeColour(colour);
      launcher.style.setProperty('--c', safe);
      launcher.style.setProperty('--k', inkOn(safe));
      launcher.classList.toggle('left', position === 'left');
    },
    mark({ open, unread, label }) {
      launcher.classList.toggle('o', open);
      launcher.setAttribute('aria-label', label);
      launcher.setAttribute('aria-expanded', String(open));
      badge.textContent = unread > 0 ? (unread > 99 ? '99+' : String(unread)) : '';
    },
  };
  const page =
    bridge.locale ?? localeOf(document.documentElement.lang) ?? localeOf(navigator.language) ?? 'pt-BR';
  bridge.mark({ open: false, unread: 0, label: openLabel[page] });
  bridge.paint(lookOf(inboxKey, data));
  shadow.append(launcher);
  attend(bridge, tag.nonce);
}

function lookOf(inboxKey: string, data: DOMStringMap): Look {
  const kept = /^(#[0-9a-f]{6}) (left|right)$/i.exec(stored(`meada:${inboxKey}:look`) ?? '');
  return {
    colour: safeColour(kept?.[1] ?? data.colour),
    position: (kept?.[2] ?? data.position) === 'left' ? 'left' : 'right',
  };
}

/** Fetches the app when it is wanted and passes every call of the page on. */
function attend(bridge: Bridge, nonce: string): void {
  const { launcher } = bridge;
  let asked = false;
  const load = () => {
    if (asked) return;
    asked = true;
    const app = document.createElement('script');
    app.src = policy.createScriptURL(`${bridge.server}/widget/app.js?v=${__APP_VERSION__}`);
    app.async = true;
    app.nonce = nonce;
    app.onload = () => launcher.removeAttribute('aria-busy');
    app.onerror = () => {
      app.remove();
      launcher.removeAttribute('aria-busy');
      asked = false;
    };
    document.head.append(app);
  };
  const earlier = window.Meada?.q;
  const meada: MeadaFunction = (...call: Call) => {
    if (bridge.take) return bridge.take(call);
    bridge.calls.push(call);
    if (call[0] === 'open' || call[0] === 'toggle') {
      launcher.setAttribute('aria-busy', 'true');
      load();
    }
  };
  meada.bridge = bridge;
  window.Meada = meada;
  for (const call of Array.from(earlier ?? [])) meada(...(Array.from(call) as Call));
  launcher.addEventListener('pointerenter', load);
  launcher.addEventListener('focus', load);
  launcher.addEventListener('click', () => meada('toggle'));
  // A page without script of its own opens the chat by a link or button with this attribute.
  document.addEventListener('click', (event) => {
    if (!(event.target as Element).closest?.('[data-meada-open]')) return;
    event.preventDefault();
    meada('open');
  });
  // Somebody who wrote before: fetch quietly, after the page has its own work done.
  if (stored(`meada:${bridge.inboxKey}:token`)) {
    const later = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 1500));
    later(load);
  }
}

const key = script?.dataset.inbox;
if (script && key && !window.Meada?.bridge) {
  if (document.body) start(script, key);
  else addEventListener('DOMContentLoaded', () => start(script, key));
}
