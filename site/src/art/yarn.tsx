/** Drawings are made here, of nothing but numbers: pictures without files, sharp at any size. */

export type Tone = { base: string; dark: string; light: string };
export const tones = {
  rasp: { base: '#b23a6b', dark: '#86234d', light: '#d9719a' },
  mustard: { base: '#dca13a', dark: '#b37a1c', light: '#f0c878' },
  sage: { base: '#7f9a78', dark: '#5c7757', light: '#aac3a3' },
  blue: { base: '#5b83a0', dark: '#3c6280', light: '#93b6cd' },
  cream: { base: '#ecdcc3', dark: '#cbb48f', light: '#fbf3e4' },
  clay: { base: '#c4673f', dark: '#96482a', light: '#e29a78' },
  plum: { base: '#6d4568', dark: '#4c2b49', light: '#9a7295' },
} satisfies Record<string, Tone>;

type BallProps = { x: number; y: number; r: number; tone: Tone; id: string; turn?: number };

/** Bands of parallel strands, each band laid over the last at another angle, as yarn is wound. */
const bands = [
  { angle: 24, from: -1, to: 1 },
  { angle: -48, from: -0.72, to: 0.34 },
  { angle: 78, from: -0.5, to: 0.3 },
];

/** A wound ball of yarn. */
export function Ball({ x, y, r, tone, id, turn = 0 }: BallProps) {
  const strands = 11;
  return (
    <g transform={`translate(${x} ${y}) rotate(${turn})`}>
      <clipPath id={`${id}-round`}>
        <circle r={r} />
      </clipPath>
      <circle r={r} fill={tone.base} />
      <g clip-path={`url(#${id}-round)`}>
        {bands.map(({ angle, from, to }, index) => {
          const width = ((to - from) * r * 2) / strands / 1.9;
          const lens = lensOf(r, from, to);
          return (
            <g key={angle} transform={`rotate(${angle})`}>
              <path d={lens} fill={index === 1 ? tone.dark : tone.base} />
              {Array.from({ length: strands }, (_, at) => {
                const part = from + ((at + 0.5) / strands) * (to - from);
                return (
                  <path
                    key={part}
                    d={strand(r, part)}
                    fill="none"
                    stroke={at % 2 ? tone.light : tone.dark}
                    stroke-opacity={at % 2 ? 0.75 : 0.55}
                    stroke-width={Math.max(1, width * 0.55)}
                    stroke-linecap="round"
                  />
                );
              })}
            </g>
          );
        })}
        <ellipse
          cx={-r * 0.35}
          cy={-r * 0.5}
          rx={r * 0.55}
          ry={r * 0.35}
          fill="#fff"
          opacity="0.1"
          transform="rotate(-30)"
        />
        <path
          d={`M${-r} ${r * 0.1}A${r} ${r} 0 0 0 ${r} ${r * 0.1}A${r * 1.15} ${r * 0.9} 0 0 1 ${-r} ${r * 0.1}`}
          fill="#1d0a14"
          opacity="0.16"
        />
      </g>
    </g>
  );
}

/** One strand over the ball at the height `part` (−1 to 1 of the radius), bent as the surface is. */
function strand(r: number, part: number): string {
  const y = part * r;
  const half = Math.sqrt(Math.max(0, 1 - part * part)) * r;
  return `M${-half} ${y}Q0 ${y + part * r * 0.35 + r * 0.12} ${half} ${y}`;
}

function lensOf(r: number, from: number, to: number): string {
  const bent = (part: number) => part * r * 1.35 + r * 0.12;
  return `M${-r} ${from * r}Q0 ${bent(from)} ${r} ${from * r}L${r} ${to * r}Q0 ${bent(to)} ${-r} ${to * r}Z`;
}

/** A loose end of yarn along a path: the strand, and the ply seen on it. */
export function Strand({ d, tone, width }: { d: string; tone: Tone; width: number }) {
  return (
    <g fill="none" stroke-linecap="round">
      <path d={d} stroke={tone.dark} stroke-width={width} />
      <path d={d} stroke={tone.base} stroke-width={width * 0.78} />
      <path
        d={d}
        stroke={tone.light}
        stroke-width={width * 0.3}
        stroke-dasharray={`${width} ${width * 1.4}`}
        opacity="0.8"
      />
    </g>
  );
}

type HookProps = { x: number; y: number; length: number; turn: number; tone: Tone };

/** A crochet hook, handle down. */
export function Hook({ x, y, length, turn, tone }: HookProps) {
  const grip = length * 0.42;
  return (
    <g transform={`translate(${x} ${y}) rotate(${turn})`}>
      <path
        d={`M0 0V${-length + 8}c0 -8 -9 -9 -9 -3 0 3 3 4 5 3`}
        fill="none"
        stroke="#8f8a86"
        stroke-width="5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
      <path d={`M-1.200 0V${-length + 8}`} stroke="#dcd8d4" stroke-width="1.500" />
      <rect x="-8" y={-grip * 0.55} width="16" height={grip} rx="8" fill={tone.base} />
      <rect
        x="-5"
        y={-grip * 0.4}
        width="3.500"
        height={grip * 0.7}
        rx="1.700"
        fill={tone.light}
        opacity="0.8"
      />
      <path
        d={`M-8 ${grip * 0.1}h16M-8 ${grip * 0.18}h16`}
        stroke={tone.dark}
        stroke-width="2"
        opacity="0.6"
      />
    </g>
  );
}
