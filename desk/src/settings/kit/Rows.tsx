import type { ReactNode } from 'react';
import classes from './kit.module.css';

/** A list of things with a name, a line of text and actions. */
export function Rows({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ul className={classes.rows} aria-label={label}>
      {children}
    </ul>
  );
}

type RowProps = {
  start?: ReactNode;
  title: ReactNode;
  text?: ReactNode;
  end?: ReactNode;
  children?: ReactNode;
};

/** One of them. */
export function Row({ start, title, text, end, children }: RowProps) {
  return (
    <li className={classes.row}>
      {start}
      <div className={classes.rowMain}>
        <div className={classes.rowTitle}>{title}</div>
        {text ? <div className={classes.rowText}>{text}</div> : null}
        {children}
      </div>
      {end ? <div className={classes.rowEnd}>{end}</div> : null}
    </li>
  );
}
