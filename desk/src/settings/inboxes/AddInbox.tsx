import { Button, Select, Stepper, TextInput } from '@mantine/core';
import type { ChannelInfo } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import { addInbox, type Inbox } from '@meada/contract/routes/inboxes';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Control } from 'react-hook-form';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { channelsQuery, useTeams } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import kit from '../kit/kit.module.css';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { ChannelIcon } from './ChannelIcon.tsx';
import { ConnectionTest } from './ConnectionTest.tsx';
import classes from './inboxes.module.css';
import { ManifestFields, useFold, type WithSettings } from './ManifestFields.tsx';
import { type FormValues, formValues, sentSettings } from './manifest.ts';
import { SetupGuide } from './SetupGuide.tsx';
import { WebhookAddress } from './WebhookAddress.tsx';

/** First step: which medium. */
function Choose({ onChoose }: { onChoose(channel: ChannelInfo): void }) {
  const locale = useTranslation().i18n.language as Locale;
  const { data, error, refetch } = useQuery(channelsQuery);
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <ListLoading />;
  return (
    <ul className={classes.grid}>
      {data.map((channel) => (
        <li key={channel.id}>
          <button
            type="button"
            className={classes.card}
            style={{ width: '100%' }}
            onClick={() => onChoose(channel)}
          >
            <span className={classes.cardHead}>
              <ChannelIcon channel={channel} />
              <span className={classes.cardName}>{channel.name[locale]}</span>
            </span>
            <span className={classes.cardText}>{channel.description[locale]}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

type NewInbox = { name: string; teamId: string | null; settings: FormValues };

/** Second step: what the channel needs, with its guide beside it. */
function Fill({
  channel,
  onBack,
  onAdded,
}: {
  channel: ChannelInfo;
  onBack(): void;
  onAdded(inbox: Inbox): void;
}) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const teams = useTeams();
  const fold = useFold();
  const [values] = useState<NewInbox>(() => ({
    name: '',
    teamId: null,
    settings: formValues(channel, {}, true),
  }));
  const saved = useSavedForm<NewInbox>({
    values,
    save: async ({ name, teamId, settings }) => {
      const body = { channel: channel.id, name, teamId, settings: sentSettings(channel, settings, null) };
      onAdded((await call(addInbox, { body })) as Inbox);
      await refresh(keys.inboxes);
    },
  });
  const { register, control, formState } = saved.form;
  return (
    <div className={classes.twoColumns} data-beside>
      <Section title={channel.name[locale]} text={channel.description[locale]}>
        <FormFrame
          fresh
          saved={saved}
          action={t('inbox.connect')}
          extra={
            <Button variant="default" onClick={onBack}>
              {t('inbox.otherChannel')}
            </Button>
          }
        >
          <div className={kit.fields} style={{ marginBottom: 16 }}>
            <TextInput
              label={t('inbox.name')}
              description={t('inbox.nameHelp')}
              withAsterisk
              required
              maxLength={80}
              data-autofocus
              error={formState.errors.name?.message}
              {...register('name', { required: t('fieldProblem.required') })}
            />
            <Controller
              control={control}
              name="teamId"
              render={({ field: { ref: _ref, ...field } }) => (
                <Select
                  {...field}
                  label={t('inbox.team')}
                  description={t('inbox.teamHelp')}
                  placeholder={t('inbox.noTeam')}
                  clearable
                  data={teams.map((team) => ({ value: team.id, label: team.name }))}
                />
              )}
            />
          </div>
          <ManifestFields
            fields={channel.settings}
            control={control as unknown as Control<WithSettings>}
            fold={fold}
          />
        </FormFrame>
      </Section>
      <Section title={t('inbox.guide')}>
        <SetupGuide channel={channel.id} inbox={null} />
      </Section>
    </div>
  );
}

/** Third step: what is left to do outside, and whether it works. */
function Finish({ channel, inbox }: { channel: ChannelInfo; inbox: Inbox }) {
  const { t } = useTranslation('settings');
  return (
    <>
      <div className={classes.twoColumns} data-beside>
        <div className={classes.stack}>
          <ConnectionTest id={inbox.id} atOnce />
          <WebhookAddress inbox={inbox} />
        </div>
        <Section title={t('inbox.guide')}>
          <SetupGuide channel={channel.id} inbox={inbox} />
        </Section>
      </div>
      <Button component={Link} to="/settings/$" params={{ _splat: `inboxes/${inbox.id}` } as never} mt="lg">
        {t('inbox.open')}
      </Button>
    </>
  );
}

/** Connects an account in three steps. */
export function AddInbox() {
  const { t } = useTranslation('settings');
  const [channel, setChannel] = useState<ChannelInfo | null>(null);
  const [inbox, setInbox] = useState<Inbox | null>(null);
  return (
    <>
      <PageHeader title={t('inbox.add')} text={inbox ? undefined : t('inbox.addText')} />
      <Stepper active={inbox ? 2 : channel ? 1 : 0} size="sm" mb="lg" allowNextStepsSelect={false}>
        <Stepper.Step label={t('inbox.step.choose')} />
        <Stepper.Step label={t('inbox.step.fill')} />
        <Stepper.Step label={t('inbox.step.test')} />
      </Stepper>
      {channel === null ? <Choose onChoose={setChannel} /> : null}
      {channel && !inbox ? (
        <Fill channel={channel} onBack={() => setChannel(null)} onAdded={setInbox} />
      ) : null}
      {channel && inbox ? <Finish channel={channel} inbox={inbox} /> : null}
    </>
  );
}
