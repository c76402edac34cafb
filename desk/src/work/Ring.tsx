import type { ReactNode } from 'react';
import classes from './work.module.css';

type Props = { share: number; size?: number; late?: boolean; children?: ReactNode };

/** A ring that empties: `share` (0…1) is what is left. */
export function Ring({ share, size = 46, late = false, children }: Props) {
  const radius = size / 2 - 3;
  const length = 2 * Math.PI * radius;
  const left = Math.min(1, Math.max(0, share));
  return (
    <span className={classes.ring} style={{ width: size, height: size }} data-late={late || undefined}>
      <svg viewBox={`0 0 ${size} ${size}`} width={size} height={size} aria-hidden="true">
        <circle cx={size / 2} cy={size / 2} r={radius} className={classes.ringBack} />
        <circle
          cx={size / 2}
          cy={size / 2}
          r={radius}
          className={classes.ringLeft}
          strokeDasharray={length}
          strokeDashoffset={length * (1 - left)}
          transform={`rotate(-90 ${size / 2} ${size / 2})`}
        />
      </svg>
      <span className={classes.ringText}>{children}</span>
    </span>
  );
}
