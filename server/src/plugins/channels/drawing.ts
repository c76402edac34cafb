import type { ChannelManifest } from '@meada/contract/channels';
import type { Locale, Translated } from '@meada/contract/primitives';

/** The same words in every language, or one for each. */
export type Words = string | Translated;

/** A value that is the same on the platform's screen and here. */
export type Wire = {
  /** What the platform calls it. */
  theirs: Words;
  /** A field of the manifest's settings form, or what Meada gives out (`given`). */
  ours: string;
  /** Where it is pasted: `meada` when it is copied from the platform. */
  to: 'meada' | 'platform';
  /** Shown instead of the sample. */
  value?: string;
};

/** One screen of the platform's console. */
export type Screen = {
  /** The step of the guide that sends there. */
  step: number;
  /** How one gets there: menus, with arrows between. */
  path: Words;
  wires?: Wire[];
  /** What has to be chosen or switched on there. */
  ticks?: Words[];
};

/** What a guide's pictures are made of, beside each plug-in in `guide.ts`. */
export type ChannelGuide = {
  /** Whose console it is; null where there is none and nothing is drawn. */
  platform: Words | null;
  screens: Screen[];
  /** What the pictured form is filled in with: settings field → value. Invented ones. */
  samples: Record<string, Words>;
};

type Given = { label: Translated; value: string };

/** What Meada gives out, beside the settings form. */
const given: Record<string, Given> = {
  webhook: {
    label: { 'pt-BR': 'Endereço de recebimento', en: 'Receiving address', es: 'Dirección de recepción' },
    value: 'https://…/hooks/52BwceMqk…',
  },
  meada: {
    label: { 'pt-BR': 'Endereço do Meada', en: 'Meada’s address', es: 'Dirección de Meada' },
    value: 'https://meada.example',
  },
  key: {
    label: { 'pt-BR': 'Chave pública', en: 'Public key', es: 'Clave pública' },
    value: '3ImCuAJEr1cnkzpmZh1Xsg',
  },
  redirect: {
    label: { 'pt-BR': 'Endereço de retorno', en: 'Redirect address', es: 'Dirección de retorno' },
    value: 'https://…/inboxes/consent',
  },
};

const hidden = '••••••••••••';
/** Letters a line of a box, of a tick and of a path holds, at the sizes below. */
const room = { label: 30, value: 27, tick: 66, path: 60 };

export const inWords = (words: Words, locale: Locale): string =>
  typeof words === 'string' ? words : words[locale];

const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

const clipped = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

/** Breaks a text between words. */
function lines(text: string, length: number): string[] {
  const found: string[] = [];
  for (const word of text.split(' ')) {
    const last = found.at(-1);
    if (last === undefined || last.length + word.length + 1 > length) found.push(word);
    else found[found.length - 1] = `${last} ${word}`;
  }
  return found;
}

type Place = { x: number; y: number; kind: string };

const written = (texts: string[], { x, y, kind }: Place, step = 15): string =>
  texts
    .map((text, index) => `<text class="${kind}" x="${x}" y="${y + index * step}">${escaped(text)}</text>`)
    .join('');

type Paper = { manifest: ChannelManifest; guide: ChannelGuide; locale: Locale };

/** Our side of a wire; a field the form does not have is an error, so that a drawing never lies. */
function ourSide(wire: Wire, { manifest, guide, locale }: Paper): Given {
  const own = given[wire.ours];
  if (own) return { ...own, value: wire.value ?? own.value };
  const field = manifest.settings.find(({ name }) => name === wire.ours);
  if (!field) throw new Error(`${manifest.id}: the form has no field ${wire.ours}`);
  const sample = field.type === 'secret' ? hidden : inWords(guide.samples[field.name] ?? '', locale);
  return { label: field.label, value: wire.value ?? sample };
}

type Part = { svg: string; height: number };

function drawWire(wire: Wire, y: number, paper: Paper): Part {
  const { locale } = paper;
  const ours = ourSide(wire, paper);
  const left = lines(inWords(wire.theirs, locale), room.label);
  const right = lines(ours.label[locale], room.label);
  const top = Math.max(left.length, right.length) * 15;
  const height = top + 30;
  const value = [clipped(ours.value, room.value)];
  const box = (x: number, kind: string, label: string[]) =>
    `<rect class="${kind}" x="${x}" y="${y}" width="208" height="${height}" rx="7"/>` +
    written(label, { x: x + 10, y: y + 17, kind: 'label' }) +
    written(value, { x: x + 10, y: y + top + 18, kind: 'value' });
  const middle = y + height / 2;
  const tip = wire.to === 'meada' ? `M247 ${middle - 5}l7 5-7 5` : `M233 ${middle - 5}l-7 5 7 5`;
  const arrow = `<path class="arrow" d="M226 ${middle}H254${tip}"/>`;
  return { svg: box(12, 'theirs', left) + arrow + box(260, 'ours', right), height: height + 8 };
}

function drawTick(tick: Words, y: number, { locale }: Paper): Part {
  const text = lines(inWords(tick, locale), room.tick);
  const mark = `<rect class="tick" x="13" y="${y}" width="14" height="14" rx="3"/><path class="check" d="M16 ${y + 7}l3 3 5-6"/>`;
  return { svg: mark + written(text, { x: 36, y: y + 11.5, kind: 'label' }), height: text.length * 15 + 7 };
}

function drawScreen(screen: Screen, y: number, paper: Paper): Part {
  const path = lines(inWords(screen.path, paper.locale), room.path);
  const head = path.length * 16 + 16;
  let at = y + head + 10;
  let inner = '';
  for (const part of [
    ...(screen.wires ?? []).map((wire) => (from: number) => drawWire(wire, from, paper)),
    ...(screen.ticks ?? []).map((tick) => (from: number) => drawTick(tick, from, paper)),
  ]) {
    const { svg, height } = part(at);
    inner += svg;
    at += height;
  }
  const height = at + 4 - y;
  const svg =
    `<rect class="card" x="0.5" y="${y + 0.5}" width="479" height="${height - 1}" rx="10"/>` +
    `<path class="line" d="M1 ${y + head}H479"/>` +
    `<circle class="step" cx="22" cy="${y + head / 2}" r="10"/>` +
    `<text class="number" x="22" y="${y + head / 2 + 4}">${screen.step}</text>` +
    written(path, { x: 42, y: y + 20, kind: 'path' }, 16) +
    inner;
  return { svg, height };
}

/** Light by itself, dark where the page around it is (`color-scheme`). */
const style = `text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:#17201e}
.path,.side{font-weight:600}.label{fill:#4d5956}.value{font:11px ui-monospace,Menlo,Consolas,monospace}
.number{font-weight:700;text-anchor:middle;fill:#fff}.step{fill:#0f6b5c}.card{fill:#fff;stroke:#d9dfdd}.line{stroke:#d9dfdd}
.theirs{fill:#f3f5f4;stroke:#d9dfdd}.ours{fill:#e3f2ee;stroke:#8fc7ba}.arrow,.check{fill:none;stroke:#0f6b5c;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.tick{fill:#e3f2ee;stroke:#8fc7ba}
@media(prefers-color-scheme:dark){text{fill:#e8edeb}.label{fill:#b4c0bc}.number{fill:#10201c}.step{fill:#5cc4b0}.card{fill:#1d2423;stroke:#3a4542}.line{stroke:#3a4542}
.theirs{fill:#262f2d;stroke:#3a4542}.ours,.tick{fill:#17332d;stroke:#2f6b5e}.arrow,.check{stroke:#5cc4b0}}`;

/**
 * Draws where on the platform's screens the values of a channel's form come from and go to: the left column is the
 * platform's, the right one Meada's, the numbers are steps of the guide.
 * @returns an SVG of 480 units' width without script, links or outside fonts; null where the channel has no console
 */
export function drawConsole(manifest: ChannelManifest, guide: ChannelGuide, locale: Locale): string | null {
  if (guide.platform === null) return null;
  const paper: Paper = { manifest, guide, locale };
  const platform = inWords(guide.platform, locale);
  let y = 26;
  let inner =
    written([platform], { x: 12, y: 15, kind: 'side' }) + written(['Meada'], { x: 270, y: 15, kind: 'side' });
  for (const screen of guide.screens) {
    const { svg, height } = drawScreen(screen, y, paper);
    inner += svg;
    y += height + 10;
  }
  const title = `${platform} → Meada: ${manifest.name[locale]}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="${y - 9}" viewBox="0 0 480 ${y - 9}" role="img">\n` +
    `<title>${escaped(title)}</title>\n<style>${style}</style>\n${inner.replaceAll('><', '>\n<')}\n</svg>\n`
  );
}
