import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Face } from '../ui/Face.tsx';
import { momentOf, stampOf, useNow } from '../ui/time.ts';
import classes from './search.module.css';

type Place = (
  | { to: '/customers/$customerId'; params: { customerId: string } }
  | { to: '/conversations/$conversationId'; params: { conversationId: string } }
) & { hash?: string | undefined };

type Props = {
  place: Place;
  customer: { id: string; name: string | null; display: string; avatarUrl: string | null };
  /** What kind of place it was found in, as a small picture. */
  sign: ReactNode;
  /** Where it was found, in words. */
  where: ReactNode;
  at: string;
  /** The words that were found, and who said them. */
  children: ReactNode;
};

/** The frame of everything that is found by its words: whose it is, where it stands, when, what it says. */
export function HitLine({ place, customer, sign, where, at, children }: Props) {
  const { i18n } = useTranslation();
  const now = useNow();
  const name = customer.name ?? customer.display;
  return (
    <Link {...place} className={classes.hit} data-hit>
      <Face name={customer.name} id={customer.id} url={customer.avatarUrl} size={38} />
      <span className={classes.what}>
        <span className={classes.head}>
          <span className={classes.name} title={name}>
            {name}
          </span>
          {sign}
          {where}
          <time dateTime={at} title={momentOf(at, i18n.language)} className={classes.when}>
            {stampOf(at, now, i18n.language)}
          </time>
        </span>
        <span className={classes.said}>{children}</span>
      </span>
    </Link>
  );
}
