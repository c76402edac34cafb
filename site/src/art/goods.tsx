import type { JSX } from 'preact';
import type { ProductId } from '../products.ts';
import { Hook, type Tone, tones } from './yarn.tsx';

/** A factory-wound ball: oval, with the paper band around it. */
function Skein({ x, y, tone }: { x: number; y: number; tone: Tone }) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <ellipse cx="0" cy="0" rx="62" ry="36" fill={tone.base} />
      {Array.from({ length: 9 }, (_, at) => {
        const offset = (at - 4) * 8;
        return (
          <path
            key={offset}
            d={`M${-58 + Math.abs(offset) * 0.7} ${offset * 0.85}C-30 ${offset * 0.7 - 10} 30 ${offset * 0.7 + 10} ${58 - Math.abs(offset) * 0.7} ${offset * 0.85}`}
            fill="none"
            stroke={at % 2 ? tone.light : tone.dark}
            stroke-width="2.600"
            opacity="0.75"
          />
        );
      })}
      <path
        d="M-21 -35C-15 -12 -15 12 -21 35C-8 38 10 38 23 35C29 12 29 -12 23 -35C10 -38 -8 -38 -21 -35Z"
        fill="#fffaf1"
      />
      <path
        d="M-19 -26C-15 -9 -15 9 -19 26M21 -26C26 -9 26 9 21 26"
        fill="none"
        stroke={tone.dark}
        stroke-width="1.500"
        opacity="0.5"
      />
      <path
        d="M-6 -12h18M-4 6h14M-4 12h14"
        stroke={tone.dark}
        stroke-width="2.200"
        stroke-linecap="round"
        opacity="0.7"
      />
      <circle cx="3" cy="-4" r="3.500" fill={tone.base} />
    </g>
  );
}

const Cotton = () => (
  <>
    <Skein x={92} y={150} tone={tones.sage} />
    <Skein x={210} y={152} tone={tones.mustard} />
    <Skein x={150} y={92} tone={tones.rasp} />
  </>
);

/** The hank the shop is named after: two strands turned about one another. */
function Wool() {
  const colours = [
    '#6d4568',
    '#8a4a74',
    '#b23a6b',
    '#cf6a6a',
    '#dca13a',
    '#b98a5a',
    '#7f9a78',
    '#5b83a0',
    '#6d4568',
  ];
  return (
    <g transform="translate(150 110) rotate(-24)">
      <path
        d="M-112 0C-150 -34 -150 34 -112 6M112 0C150 -34 150 34 112 6"
        fill="none"
        stroke="#6d4568"
        stroke-width="13"
        stroke-linecap="round"
      />
      {colours.map((colour, at) => {
        const x = (at - 4) * 26;
        const ry = 34 - Math.abs(at - 4) * 2.5;
        return (
          <g key={x} transform={`translate(${x} 0) rotate(34)`}>
            <ellipse rx="19" ry={ry} fill={colour} />
            {[-11, -5.5, 0, 5.5, 11].map((line) => (
              <path
                key={line}
                d={`M${line} ${-ry * 0.86}Q${line + 4} 0 ${line} ${ry * 0.86}`}
                fill="none"
                stroke={line % 2 ? '#fff' : '#2b1020'}
                stroke-opacity="0.28"
                stroke-width="1.800"
              />
            ))}
          </g>
        );
      })}
      <g transform="translate(2 46)">
        <path d="M0 -14V4" stroke="#8a7a6a" stroke-width="1.500" />
        <path d="M-20 4h40v22h-40z" fill="#fffaf1" stroke="#cbb48f" />
        <path d="M-12 12h24M-12 18h16" stroke="#86234d" stroke-width="2" stroke-linecap="round" />
      </g>
    </g>
  );
}

function Hooks() {
  const order = [tones.rasp, tones.mustard, tones.sage, tones.blue, tones.plum, tones.clay];
  return (
    <>
      {order.map((tone, at) => (
        <Hook
          key={tone.base}
          x={50 + at * 40}
          y={172 - Math.abs(at - 2.5) * -2}
          length={128 + (at % 2) * 10}
          turn={(at - 2.5) * 5}
          tone={tone}
        />
      ))}
    </>
  );
}

function Floss() {
  const colours = ['#b23a6b', '#d96b4a', '#dca13a', '#8da05a', '#4c8a86', '#5b6fa8', '#7d4a86'];
  return (
    <>
      {colours.map((colour, at) => (
        <g key={colour} transform={`translate(${48 + at * 34} 110) rotate(${(at % 2) * 4 - 2})`}>
          <rect x="-12" y="-72" width="24" height="144" rx="12" fill={colour} />
          {[-7, -2.5, 2.5, 7].map((line) => (
            <path
              key={line}
              d={`M${line} -66Q${line * 1.3} 0 ${line} 66`}
              fill="none"
              stroke="#fff"
              stroke-opacity="0.35"
              stroke-width="1.600"
            />
          ))}
          <rect x="-13" y="-46" width="26" height="18" fill="#1f1a1c" />
          <path d="M-13 -43h26M-13 -31h26" stroke="#d8b45c" stroke-width="1.600" />
          <rect x="-13" y="34" width="26" height="13" fill="#1f1a1c" />
        </g>
      ))}
    </>
  );
}

function Buttons() {
  return (
    <>
      <rect x="58" y="20" width="184" height="180" rx="8" fill="#fffaf1" />
      <rect
        x="66"
        y="28"
        width="168"
        height="164"
        rx="5"
        fill="none"
        stroke="#cbb48f"
        stroke-dasharray="3 4"
      />
      {Array.from({ length: 12 }, (_, at) => {
        const [x, y] = [90 + (at % 4) * 40, 64 + Math.floor(at / 4) * 46];
        const hues = ['#e8e4ee', '#e3eceb', '#f1e6e3', '#e6e9f2'];
        return (
          <g key={at} transform={`translate(${x} ${y}) rotate(${at * 37})`}>
            <circle r="16" cy="1.500" fill="#bcae9c" opacity="0.6" />
            <circle r="16" fill={hues[at % 4]} stroke="#b9b3bd" />
            <path d="M-13 -4A14 14 0 0 1 6 -12C2 -4 -6 0 -13 -4Z" fill="#fff" opacity="0.9" />
            <path d="M12 5A13 13 0 0 1 -4 12C2 6 8 3 12 5Z" fill="#f3cfe0" opacity="0.8" />
            <circle r="10.500" fill="none" stroke="#c9c2cc" />
            <circle cx="-3.600" r="1.900" fill="#86234d" />
            <circle cx="3.600" r="1.900" fill="#86234d" />
            <path d="M-3.600 0h7.200" stroke="#b23a6b" stroke-width="1.400" />
          </g>
        );
      })}
    </>
  );
}

/** Crocheted things are covered with little V stitches. */
function Kit() {
  const { cream, rasp } = tones;
  const knit = 'url(#kit-knit)';
  const part = (shape: JSX.Element, over: JSX.Element) => (
    <>
      {shape}
      {over}
    </>
  );
  return (
    <g transform="translate(24 26) scale(0.86)">
      <defs>
        <pattern id="kit-knit" width="9" height="8" patternUnits="userSpaceOnUse">
          <path
            d="M1 1l3.500 5L8 1"
            fill="none"
            stroke={cream.dark}
            stroke-width="1.300"
            stroke-linecap="round"
            opacity="0.75"
          />
        </pattern>
      </defs>
      {[-1, 1].map((side) => (
        <g key={side} transform={`translate(${150 + side * 24} 52) rotate(${side * 13})`}>
          {part(<ellipse rx="15" ry="44" fill={cream.base} />, <ellipse rx="15" ry="44" fill={knit} />)}
          <ellipse cy="5" rx="7" ry="30" fill="#eaa9bf" />
        </g>
      ))}
      {[-1, 1].map((side) => (
        <g key={side} transform={`translate(${150 + side * 50} 166) rotate(${side * -28})`}>
          {part(<ellipse rx="13" ry="27" fill={cream.base} />, <ellipse rx="13" ry="27" fill={knit} />)}
        </g>
      ))}
      {part(
        <ellipse cx="150" cy="174" rx="47" ry="42" fill={rasp.base} />,
        <ellipse cx="150" cy="174" rx="47" ry="42" fill={knit} />,
      )}
      <circle cx="150" cy="164" r="4" fill="#fffaf1" />
      <circle cx="150" cy="184" r="4" fill="#fffaf1" />
      {part(
        <ellipse cx="150" cy="110" rx="52" ry="45" fill={cream.light} />,
        <ellipse cx="150" cy="110" rx="52" ry="45" fill={knit} />,
      )}
      <circle cx="130" cy="108" r="5.500" fill="#2b1a24" />
      <circle cx="170" cy="108" r="5.500" fill="#2b1a24" />
      <circle cx="132" cy="106" r="1.800" fill="#fff" />
      <circle cx="172" cy="106" r="1.800" fill="#fff" />
      <circle cx="117" cy="123" r="8" fill="#eaa9bf" opacity="0.75" />
      <circle cx="183" cy="123" r="8" fill="#eaa9bf" opacity="0.75" />
      <path d="M145 119h10l-5 6z" fill={rasp.base} />
      <path
        d="M150 125v4M150 129c-3 5-8 4-9 1M150 129c3 5 8 4 9 1"
        fill="none"
        stroke="#2b1a24"
        stroke-width="2"
        stroke-linecap="round"
      />
    </g>
  );
}

const goods: Record<ProductId, () => JSX.Element> = {
  cotton: Cotton,
  wool: Wool,
  hooks: Hooks,
  floss: Floss,
  buttons: Buttons,
  kit: Kit,
};

/** The picture of a product, on its own tint. */
export function ProductArt({ id }: { id: ProductId }) {
  const Drawing = goods[id];
  return (
    <svg class={`tile tile-${id}`} viewBox="0 0 300 220" aria-hidden="true">
      <rect width="300" height="220" class="tint" />
      <Drawing />
    </svg>
  );
}
