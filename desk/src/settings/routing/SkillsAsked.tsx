import type { Skill } from '@meada/contract/routes/routing';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Section } from '../kit/Section.tsx';
import classes from './routing.module.css';
import { SkillLines } from './SkillLines.tsx';

/** What is asked of who takes work from the queue. */
export function SkillsAsked({ skills }: { skills: readonly Skill[] }) {
  const { t } = useTranslation('routing');
  return (
    <Section title={t('asked.title')} text={t('asked.text')}>
      {skills.length === 0 ? (
        <p className={classes.sentence}>
          {t('asked.none')}{' '}
          <Link to="/settings/$" params={{ _splat: 'routing/skills' }}>
            {t('tab.skills')}
          </Link>
        </p>
      ) : null}
      <SkillLines name="settings.skills" />
    </Section>
  );
}
