import { IconDeviceDesktopAnalytics, IconHeadset } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import rail from '../shell/Shell.module.css';
import { useMyWork } from './queries.ts';

/** In the navigation: one's own work, for who is given any; the live board, for who leads. */
export function WorkLinks() {
  const { t } = useTranslation('work');
  const { agent, items } = useMyWork();
  const leads = useMay('routing.manage');
  const offers = items.filter((item) => item.state === 'offered').length;
  return (
    <>
      {agent ? (
        <Link to="/work" className={rail.item} title={t('page.title')}>
          <IconHeadset size={22} stroke={1.6} aria-hidden />
          <span className="visually-hidden">{t('page.title')}</span>
          {offers > 0 ? (
            <span className={rail.count}>
              <span aria-hidden>{offers}</span>
              <span className="visually-hidden">{t('offer.count', { count: offers })}</span>
            </span>
          ) : null}
        </Link>
      ) : null}
      {leads ? (
        <Link to="/wallboard" className={rail.item} title={t('wallboard.title')} data-wide>
          <IconDeviceDesktopAnalytics size={22} stroke={1.6} aria-hidden />
          <span className="visually-hidden">{t('wallboard.title')}</span>
        </Link>
      ) : null}
    </>
  );
}
