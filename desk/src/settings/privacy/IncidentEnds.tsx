import { Button, Group, Text } from '@mantine/core';
import type { Incident } from '@meada/contract/routes/privacy-register';
import { useTranslation } from 'react-i18next';
import { momentOf } from '../../ui/time.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { CopySummary } from './Summary.tsx';

/** A changed field is written down by its name in the contract. */
const fieldForm = /^(\w+): ([\s\S]*)$/;

/** What was written and changed, oldest first; nothing of it can be altered. */
function History({ entries }: Pick<Incident, 'entries'>) {
  const { t, i18n } = useTranslation('privacy');
  const shown = ({ kind, text }: Incident['entries'][number]): string => {
    const [, field = '', change = ''] = (kind === 'note' ? null : fieldForm.exec(text)) ?? [];
    if (!field) return text;
    const words = change
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) => momentOf(at, i18n.language))
      .split(' → ')
      .map((side) =>
        field === 'risk'
          ? t(`risk.${side}`)
          : field === 'dataKinds' && side !== '–'
            ? side
                .split(', ')
                .map((kind_) => t(`data.${kind_}`))
                .join(', ')
            : side,
      );
    return `${t(`incidentField.${field}`)}: ${words.join(' → ')}`;
  };
  return (
    <>
      <Text fw={600} mt="lg">
        {t('incidents.history')}
      </Text>
      <Rows label={t('incidents.history')}>
        {entries.map((entry) => (
          <Row
            key={entry.id}
            title={<span style={{ fontWeight: 400, overflowWrap: 'anywhere' }}>{shown(entry)}</span>}
            text={`${t(`entry.${entry.kind}`)} · ${momentOf(entry.at, i18n.language)}`}
          />
        ))}
      </Rows>
    </>
  );
}

/** What can be done with the whole, and its history. */
export function Ends({ incident, onToggle }: { incident: Incident; onToggle(): void }) {
  const { t } = useTranslation('privacy');
  return (
    <>
      <Group gap="sm">
        <CopySummary incident={incident} />
        <Button variant="default" mt="md" onClick={onToggle}>
          {t(incident.closedAt ? 'incidents.reopen' : 'incidents.close')}
        </Button>
      </Group>
      <History entries={incident.entries} />
    </>
  );
}
