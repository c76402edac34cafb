import type { QueueSettings, QueueStep } from '@meada/contract/routing';
import type { TFunction } from 'i18next';

type Say = TFunction<'routing'>;
type Names = { queues: ReadonlyMap<string, string>; skills: ReadonlyMap<string, string> };

const listed = (ids: readonly string[], names: ReadonlyMap<string, string>, locale: string): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(ids.map((id) => names.get(id) ?? '?'));

/** "30 segundos", "5 minutos", "1 hora". */
export function spanWords(seconds: number, locale: string): string {
  const [value, unit] =
    seconds > 0 && seconds % 86_400 === 0
      ? [seconds / 86_400, 'day']
      : seconds > 0 && seconds % 3600 === 0
        ? [seconds / 3600, 'hour']
        : seconds >= 60 && seconds % 60 === 0
          ? [seconds / 60, 'minute']
          : [seconds, 'second'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit: unit as string, unitDisplay: 'long' }).format(
    value as number,
  );
}

/** What a step does, in one sentence; null while it does nothing. */
function stepWords(
  t: Say,
  step: QueueStep,
  { names, locale }: { names: Names; locale: string },
): string | null {
  const parts = [
    step.overflowTo.length > 0 &&
      t('preview.overflow', {
        count: step.overflowTo.length,
        queues: listed(step.overflowTo, names.queues, locale),
      }),
    step.lowerLevels > 0 && t('preview.lower', { count: step.lowerLevels }),
    step.dropSkills.length > 0 &&
      t('preview.drop', { skills: listed(step.dropSkills, names.skills, locale) }),
    step.raise > 0 && t('preview.raise', { count: step.raise }),
    step.escalate && t('preview.escalate'),
  ].filter((part) => part !== false);
  if (parts.length === 0) return null;
  const does = new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts);
  return t('preview.step', { after: spanWords(step.afterSeconds, locale), does });
}

/** The whole of a queue in words, sentence by sentence: what happens to who comes. */
export function queueWords(
  t: Say,
  settings: QueueSettings,
  { names, locale }: { names: Names; locale: string },
): string[] {
  const span = (seconds: number) => spanWords(seconds, locale);
  const { skills } = settings;
  return [
    t(`preview.order.${settings.order}`, { aging: span(settings.agingSeconds) }),
    skills.length > 0 &&
      t('preview.skills', {
        skills: new Intl.ListFormat(locale, { type: 'conjunction' }).format(
          skills.map(({ skillId, level }) => `${names.skills.get(skillId) ?? '?'} ≥ ${level}`),
        ),
      }),
    t(`preview.mode.${settings.mode}`, { offer: span(settings.offerSeconds) }),
    settings.weight > 1 && t('preview.weight', { count: settings.weight }),
    ...settings.steps.map((step) => stepWords(t, step, { names, locale })),
    settings.wait.tell && t('preview.tell'),
    settings.wait.tell && settings.wait.keep && t('preview.keep'),
    settings.wrapUpSeconds > 0 && t('preview.wrapUp', { time: span(settings.wrapUpSeconds) }),
    settings.silentSeconds !== null && t('preview.silent', { time: span(settings.silentSeconds) }),
    t('preview.grace', {
      realTime: span(settings.graceSeconds.realTime),
      deferred: span(settings.graceSeconds.deferred),
    }),
  ].filter((sentence): sentence is string => typeof sentence === 'string');
}
