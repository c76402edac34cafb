import { Button } from '@mantine/core';
import type { PrivacyPage } from '@meada/contract/routes/privacy';
import type { Incident } from '@meada/contract/routes/privacy-register';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { momentOf } from '../../ui/time.ts';
import { complainOf, say } from '../../ui/toast.ts';
import { privacySettingsQuery } from './queries.ts';

type Place = { t: TFunction<'privacy'>; locale: string; settings: PrivacyPage | undefined };

/**
 * What the authority asks in its form, in its order (Resolution CD/ANPD 15/2024, art. 6 § 2), as far as it is known; what is
 * missing says so.
 */
export function summaryOf(incident: Incident, { t, locale, settings }: Place): string {
  const at = (moment: string | null) => (moment ? momentOf(moment, locale) : '');
  const all = (...parts: (string | undefined)[]) => parts.filter(Boolean).join(', ');
  const { controllerName, controllerDocument, controllerContact, officerName, officerContact } =
    settings ?? {};
  const small = settings?.smallAgent ? t('settings.small') : '';
  const lines: [string, string][] = [
    [t('record.controller'), all(controllerName, controllerDocument, controllerContact, small)],
    [t('record.officer'), all(officerName, officerContact)],
    [t('incidents.title'), incident.title],
    [t('incidents.happened'), incident.happened],
    [t('incidents.happenedAt'), at(incident.happenedAt)],
    [t('incidents.noticedAt'), at(incident.noticedAt)],
    [t('incidents.data'), incident.dataKinds.map((kind) => t(`data.${kind}`)).join(', ')],
    [t('incidents.affected'), incident.affected === null ? '' : String(incident.affected)],
    [t('incidents.risk'), all(t(`risk.${incident.risk}`), incident.riskReason)],
    [t('incidents.measures'), incident.measures],
    [t('incidents.peopleAt'), all(at(incident.peopleToldAt), incident.peopleToldHow)],
    [t('incidents.notTold'), incident.notToldReason],
  ];
  return lines.map(([name, value]) => `${name}: ${value || t('incidents.unknown')}`).join('\n');
}

/** Copies it, to be pasted into the authority's form. */
export function CopySummary({ incident }: { incident: Incident }) {
  const { t, i18n } = useTranslation('privacy');
  const settings = useQuery(privacySettingsQuery).data;
  const copy = () =>
    navigator.clipboard.writeText(summaryOf(incident, { t, locale: i18n.language, settings })).then(
      () => say(t('incidents.copied')),
      () => complainOf(t('incidents.notCopied')),
    );
  return (
    <Button variant="default" mt="md" onClick={copy}>
      {t('incidents.copy')}
    </Button>
  );
}
