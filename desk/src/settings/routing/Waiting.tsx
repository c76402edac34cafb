import { Checkbox, MultiSelect } from '@mantine/core';
import { Controller, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import kit from '../kit/kit.module.css';
import { Section } from '../kit/Section.tsx';
import { Templates } from '../surveys/Templates.tsx';
import type { QueueValues } from './queue-values.ts';
import { SpanField } from './SpanField.tsx';

function Choice({ name }: { name: 'tell' | 'keep' | 'call' }) {
  const { t } = useTranslation('routing');
  return (
    <Controller<QueueValues, `settings.wait.${'tell' | 'keep' | 'call'}`>
      name={`settings.wait.${name}`}
      render={({ field: { value, ref: _ref, ...field } }) => (
        <Checkbox
          {...field}
          checked={value}
          className={kit.wide}
          label={t(`wait.${name}`)}
          description={t(`wait.${name}Text`)}
        />
      )}
    />
  );
}

/** Over which inboxes the firm writes to who went; those that cannot begin a conversation are not offered. */
function KeepOver() {
  const { t } = useTranslation('routing');
  const channels = useChannels();
  const inboxes = useInboxRefs().filter(({ channel, active }) => {
    const can = channels.find(({ id }) => id === channel)?.capabilities;
    return active && can?.startsConversation && can.sends.includes('text');
  });
  return (
    <>
      <Controller<QueueValues, 'settings.wait.keepOver'>
        name="settings.wait.keepOver"
        render={({ field: { ref: _ref, ...field } }) => (
          <MultiSelect
            {...field}
            className={kit.wide}
            label={t('wait.keepOver')}
            description={t('wait.keepOverText')}
            placeholder={field.value.length === 0 ? t('wait.keepAny') : ''}
            clearable
            data={inboxes.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      />
      <Controller<QueueValues, 'settings.wait.templates'>
        name="settings.wait.templates"
        render={({ field: { value, onChange } }) => (
          <div className={kit.wide}>
            <Templates
              rule={{ inboxId: null, templates: value }}
              set={onChange}
              words={{
                title: t('wait.templatesTitle'),
                text: t('wait.templatesText', { name: '{name}', firm: '{firm}', protocol: '{protocol}' }),
                last: '{protocol}',
              }}
            />
          </div>
        )}
      />
    </>
  );
}

/** What who waits is told, and what they may ask for instead of waiting. */
export function Waiting() {
  const { t } = useTranslation('routing');
  const wait = useWatch<QueueValues, 'settings.wait'>({ name: 'settings.wait' });
  return (
    <Section title={t('wait.title')} text={t('wait.text')}>
      <div className={kit.fields}>
        <Choice name="tell" />
        {wait.tell ? (
          <>
            <SpanField name="settings.wait.overSeconds" field="over" />
            <Choice name="keep" />
            {wait.keep ? <KeepOver /> : null}
            <Choice name="call" />
          </>
        ) : null}
      </div>
    </Section>
  );
}
