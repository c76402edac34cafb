import { Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/queries.ts';
import { Lost } from '../app/Lost.tsx';
import { ScreenLoading } from '../ui/Loading.tsx';
import { Look } from './kit/Look.tsx';
import { NotAllowed } from './kit/NotAllowed.tsx';
import { groups, pageOf } from './pages.ts';
import classes from './settings.module.css';

/** The list of settings pages the person may see. */
function Menu({ current }: { current?: string }) {
  const { t } = useTranslation('settings');
  const may = new Set(useMe().permissions);
  const list = useRef<HTMLElement>(null);
  // Who comes by a link or the palette sees where they are: there are more pages than fit.
  // biome-ignore lint/correctness/useExhaustiveDependencies: where one is has changed
  useEffect(() => {
    // Newer browsers answer with a promise here, which is no way to end an effect.
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <nav className={classes.menu} aria-label={t('nav.label')} ref={list}>
      <Title order={current ? 2 : 1} className={classes.menuTitle}>
        {t('nav.settings')}
      </Title>
      {groups.map(({ name, pages }) => {
        const shown = pages.filter(({ permission }) => permission === null || may.has(permission));
        if (shown.length === 0) return null;
        return (
          <div key={name}>
            <Title order={current ? 3 : 2} className={classes.group}>
              {t(name)}
            </Title>
            <ul>
              {shown.map(({ path, icon: Shape }) => (
                <li key={path}>
                  <Link
                    to="/settings/$"
                    params={{ _splat: path }}
                    className={classes.entry}
                    data-current={path === current || undefined}
                    aria-current={path === current ? 'page' : undefined}
                  >
                    <Shape size={19} stroke={1.6} aria-hidden />
                    <span>{t(`page.${path}`)}</span>
                    <IconChevronRight size={17} className={classes.chevron} aria-hidden />
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

/** What the address names: a page, a polite refusal, or nothing we know. */
function Chosen({ path, rest }: { path: string | undefined; rest: string[] }) {
  const may = useMe().permissions;
  const chosen = pageOf(path);
  if (!chosen) return <Lost />;
  if (chosen.permission && !may.includes(chosen.permission)) return <NotAllowed />;
  const Page = chosen.page;
  return <Page rest={rest} />;
}

/** Everything under /settings: the menu beside the page; on a phone one after the other. */
export function SettingsScreen() {
  const { t } = useTranslation('settings');
  const narrow = useMediaQuery('(max-width: 720px)', undefined, { getInitialValueInEffect: false });
  const { _splat = '' } = useParams({ strict: false }) as { _splat?: string };
  const [path, ...rest] = _splat.split('/').filter(Boolean);
  if (!path && !narrow) return <Navigate to="/settings/$" params={{ _splat: 'account' }} replace />;
  if (!path) return <Menu />;
  return (
    <div className={classes.screen}>
      {narrow ? null : <Menu current={path} />}
      <div className={classes.page}>
        <div className={classes.inner}>
          {narrow ? (
            <Link to="/settings/$" params={{ _splat: rest.length > 0 ? path : '' }} className={classes.back}>
              <IconChevronLeft size={18} aria-hidden />
              {rest.length > 0 ? t(`page.${path}`) : t('nav.settings')}
            </Link>
          ) : null}
          <Look>
            <Suspense fallback={<ScreenLoading />} key={path}>
              <Chosen path={path} rest={rest} />
            </Suspense>
          </Look>
        </div>
      </div>
    </div>
  );
}
