import { lazyRouteComponent } from '@tanstack/react-router';
import { type ComponentProps, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/queries.ts';
import { useLater } from '../app/settled.ts';
import { PersonFace } from '../ui/PersonFace.tsx';
import classes from './Shell.module.css';

const AccountMenu = lazyRouteComponent(() => import('./AccountMenu.tsx'), 'AccountMenu');
const loadMenu = () => AccountMenu.preload?.();

/** Who is signed in, as a button. */
export function AccountButton(props: ComponentProps<'button'>) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <button type="button" aria-haspopup="menu" {...props} className={classes.item}>
      <PersonFace person={{ ...me, id: me.personId }} size={32} />
      <span className="visually-hidden">{t('account.menu', { name: me.name })}</span>
    </button>
  );
}

/** The account's button; its menu's code comes after the first screen, and opens when pressed. */
export function Account() {
  const [wanted, setWanted] = useState(false);
  useLater(loadMenu);
  if (!wanted) return <AccountButton onClick={() => setWanted(true)} />;
  return (
    <Suspense fallback={<AccountButton />}>
      <AccountMenu />
    </Suspense>
  );
}
