import { ActionIcon } from '@mantine/core';
import type { MessageTemplate } from '@meada/contract/routes/templates';
import { IconCopyPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { TemplatePreview } from '../../conversations/composer/TemplatePreview.tsx';
import { Row } from '../kit/Rows.tsx';
import { Pill } from '../kit/Section.tsx';
import { languageOf } from './draft.ts';
import { rejectionOf } from './reasons.ts';
import classes from './templates.module.css';

const tones = { approved: 'good', pending: 'accent', paused: 'warn', rejected: 'danger' } as const;

/** Language, cost class, quality, why the platform said no, and the words themselves. */
function Facts({ template }: { template: MessageTemplate }) {
  const { t, i18n } = useTranslation('firm');
  const { t: c } = useTranslation('conversations');
  const { cost, nextCost, quality, language, state, reason } = template;
  const words = [
    languageOf(language, i18n.language),
    cost ? t(`models.costName.${cost}`) : null,
    nextCost ? c('template.nextCost', { cost: c(`template.cost.${nextCost}`) }) : null,
    quality ? c(`template.quality.${quality}`) : null,
  ];
  return (
    <>
      {words.filter(Boolean).join(' · ')}
      {reason && state !== 'approved' ? (
        <span className={classes.reason} title={reason}>
          {t('models.why', { reason: rejectionOf(t, reason) })}
        </span>
      ) : null}
      <span className={classes.words}>{template.text}</span>
    </>
  );
}

type Props = { template: MessageTemplate; onCopy?: () => void; onDelete?: () => void };

/** One template: what it is, how it stands with the platform, how the customer reads it; to write another from it, or delete it. */
export function TemplateItem({ template, onCopy, onDelete }: Props) {
  const { t } = useTranslation('firm');
  const copy = t(template.state === 'rejected' ? 'models.correctOne' : 'models.copyOne', {
    name: template.name,
  });
  return (
    <Row
      title={
        <>
          {template.name} <Pill tone={tones[template.state]}>{t(`models.state.${template.state}`)}</Pill>
        </>
      }
      text={<Facts template={template} />}
      end={
        <>
          {onCopy ? (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={copy}
              title={copy}
              onClick={onCopy}
            >
              <IconCopyPlus size={18} />
            </ActionIcon>
          ) : null}
          {onDelete ? (
            <ActionIcon
              variant="subtle"
              color="red"
              size={36}
              aria-label={t('models.deleteOne', { name: template.name })}
              title={t('models.delete')}
              onClick={onDelete}
            >
              <IconTrash size={18} />
            </ActionIcon>
          ) : null}
        </>
      }
    >
      <details className={classes.more}>
        <summary>{t('models.look')}</summary>
        <TemplatePreview parts={template.parts} />
      </details>
    </Row>
  );
}
