import { Ball, Hook, Strand, tones } from './yarn.tsx';

/** The picture at the top: three balls, a hook, a square just begun, and a strand that wanders off. */
export function HeroArt() {
  return (
    <svg class="hero-art" viewBox="0 0 620 520" aria-hidden="true">
      <circle cx="330" cy="250" r="238" class="halo" />
      <ellipse cx="330" cy="456" rx="255" ry="22" class="shade" />
      <Swatch />
      <Strand d="M232 396C120 470 40 430 60 350S190 262 176 190 84 120 40 170" tone={tones.rasp} width={9} />
      <Ball id="hero-c" x={452} y={236} r={92} tone={tones.mustard} turn={40} />
      <Ball id="hero-b" x={474} y={366} r={94} tone={tones.blue} turn={-20} />
      <Ball id="hero-a" x={292} y={326} r={134} tone={tones.rasp} />
      <Hook x={412} y={300} length={300} turn={28} tone={tones.sage} />
    </svg>
  );
}

/** A knitted square: rows of V stitches, the top row on its way. */
function Swatch() {
  const [columns, rows, size] = [11, 9, 19];
  return (
    <g transform="translate(150 60) rotate(-7)">
      <rect
        x="-8"
        y="-8"
        width={columns * size + 16}
        height={rows * size + 12}
        rx="10"
        fill={tones.cream.dark}
      />
      {Array.from({ length: rows * columns }, (_, at) => {
        const [column, row] = [at % columns, Math.floor(at / columns)];
        const heart = isHeart(column, row);
        const tone = heart ? tones.rasp : tones.cream;
        const [x, y] = [column * size, row * size];
        return (
          <g key={at} fill={tone.base} stroke={tone.dark} stroke-width="1">
            <path
              d={`M${x + 9.5} ${y + 20}C${x + 2} ${y + 16} ${x - 1} ${y + 8} ${x + 2} ${y}c5 3 8 10 7.500 20z`}
            />
            <path
              d={`M${x + 9.5} ${y + 20}C${x + 17} ${y + 16} ${x + 20} ${y + 8} ${x + 17} ${y}c-5 3 -8 10 -7.500 20z`}
            />
          </g>
        );
      })}
    </g>
  );
}

const heartRows = ['', '', '..XX.XX', '.XXXXXXX', '.XXXXXXX', '..XXXXX', '...XXX', '....X', ''];
const isHeart = (column: number, row: number): boolean => heartRows[row]?.[column - 1] === 'X';

/** A strand across the page between two parts of it. */
export function Divider() {
  return (
    <svg class="divider" viewBox="0 0 1200 60" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <Strand
        d="M-20 34C120 4 220 60 340 34S520 6 560 30 530 64 512 40 590 8 700 32 900 58 1010 30 1140 14 1220 36"
        tone={tones.rasp}
        width={6}
      />
    </svg>
  );
}
