import { h, type VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { safeHref } from '../core/links.ts';
import { useChat } from './use.ts';

const tags = new Set(
  'svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient stop clipPath mask use'.split(
    ' ',
  ),
);
/** No `style`, no `on…`, no address that leaves the drawing. */
const attributes = new Set(
  (
    'viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points transform fill fill-rule fill-opacity clip-rule clip-path ' +
    'stroke stroke-width stroke-linecap stroke-linejoin opacity offset stop-color stop-opacity gradientUnits ' +
    'gradientTransform id shape-rendering mask'
  ).split(' '),
);

/** Rebuilds a drawing node by node from an allow list; null when the text is no SVG. */
function rebuilt(text: string): VNode | null {
  try {
    const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    return root.tagName === 'svg' ? copy(root) : null;
  } catch {
    // A page that demands Trusted Types and does not allow ours: the words beside the drawing must do.
    return null;
  }
}

function copy(element: Element): VNode {
  const kept: Record<string, string> = {};
  for (const { name, value } of Array.from(element.attributes)) {
    if (attributes.has(name) && !/url\((?!#)/i.test(value)) kept[name] = value;
  }
  const children = Array.from(element.children).filter((child) => tags.has(child.tagName));
  return h(element.tagName, kept, ...children.map(copy));
}

/** A drawing that came over the network (channel icon, QR code), or a picture by its address. */
export function Drawn({ source, className, label }: { source: string; className: string; label?: string }) {
  const { bridge } = useChat();
  const drawing = useMemo(
    () => (source.trimStart().startsWith('<') ? rebuilt(bridge.trust(source)) : null),
    [source, bridge],
  );
  const address = drawing ? null : safeHref(source, bridge.server);
  return (
    <span class={className}>
      {label && <span class="hidden">{label}</span>}
      {drawing ?? (address && <img src={address} alt="" />)}
    </span>
  );
}
