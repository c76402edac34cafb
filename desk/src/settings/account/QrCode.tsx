import { useMemo } from 'react';
import { encode } from 'uqr';

/** A QR code drawn as one path, dark on white in both schemes: cameras want it so. */
export function QrCode({ value, label, size = 190 }: { value: string; label: string; size?: number }) {
  const { path, side } = useMemo(() => {
    const { data, size: modules } = encode(value, { ecc: 'M', border: 2 });
    const dark = data.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : '')));
    return { path: dark.join(''), side: modules };
  }, [value]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      width={size}
      height={size}
      shapeRendering="crispEdges"
      style={{ background: '#fff', borderRadius: 10, flex: 'none' }}
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
