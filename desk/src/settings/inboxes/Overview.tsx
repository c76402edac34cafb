import { Alert, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { changeInbox, type Inbox } from '@meada/contract/routes/inboxes';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useTeams } from '../../api/queries.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { complain, say } from '../../ui/toast.ts';
import { Announce } from '../announce/Announce.tsx';
import { useConfirm } from '../kit/confirm.tsx';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import kit from '../kit/kit.module.css';
import { Section } from '../kit/Section.tsx';
import { refresh, useBrands } from '../queries.ts';
import { Archive } from './Archive.tsx';
import { ConnectionTest } from './ConnectionTest.tsx';
import { ConsentSection } from './Consent.tsx';
import classes from './inboxes.module.css';
import { WebhookAddress } from './WebhookAddress.tsx';

const counts = ['waitingReceipts', 'queuedDispatches', 'failedDispatches', 'poisonReceipts'] as const;
const tones = { failedDispatches: 'danger', poisonReceipts: 'warn' } as Record<string, string>;

function Health({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('settings');
  const { health } = inbox;
  const moment = (at: string | null) => (at ? <RelativeTime at={at} /> : t('health.never'));
  return (
    <Section title={t('health.title')}>
      {health.text && inbox.active ? (
        <Alert
          color={health.state === 'failing' ? 'red' : 'yellow'}
          variant="light"
          icon={<IconAlertTriangle size={18} />}
          mb="md"
        >
          <span style={{ color: 'var(--ink)', overflowWrap: 'anywhere' }}>{health.text}</span>
        </Alert>
      ) : null}
      <dl className={classes.tiles}>
        <div className={classes.tile}>
          <dt>{t('health.in')}</dt>
          <dd data-small>{moment(health.lastInAt)}</dd>
        </div>
        <div className={classes.tile}>
          <dt>{t('health.out')}</dt>
          <dd data-small>{moment(health.lastOutAt)}</dd>
        </div>
        {counts.map((name) => (
          <div key={name} className={classes.tile} data-tone={health[name] > 0 ? tones[name] : undefined}>
            <dt>{t(`health.${name}`)}</dt>
            <dd>{health[name]}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** Name, team, brand, and how long what was resolved may be taken up again. */
export function General({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('settings');
  const teams = useTeams();
  const brands = useBrands();
  const saved = useSavedForm({
    values: {
      name: inbox.name,
      teamId: inbox.teamId,
      brandId: inbox.brandId,
      reopenHours: inbox.reopenHours,
    },
    done: t('kit.saved'),
    save: async (body) => {
      await call(changeInbox, { params: { id: inbox.id }, body });
      await refresh(keys.inboxes);
    },
  });
  const { register, control, formState } = saved.form;
  return (
    <Section title={t('inbox.general')}>
      <FormFrame saved={saved}>
        <div className={kit.fields}>
          <TextInput
            label={t('inbox.name')}
            description={t('inbox.nameHelp')}
            maxLength={80}
            required
            withAsterisk
            error={formState.errors.name?.message}
            {...register('name', { required: t('fieldProblem.required') })}
          />
          <Controller
            control={control}
            name="teamId"
            render={({ field: { ref: _ref, ...field }, fieldState }) => (
              <Select
                {...field}
                label={t('inbox.team')}
                description={t('inbox.teamHelp')}
                placeholder={t('inbox.noTeam')}
                error={fieldState.error?.message}
                clearable
                data={teams.map((team) => ({ value: team.id, label: team.name }))}
              />
            )}
          />
          {brands.length > 1 ? (
            <Controller
              control={control}
              name="brandId"
              render={({ field: { ref: _ref, onChange, ...field } }) => (
                <Select
                  {...field}
                  onChange={(value) => value && onChange(value)}
                  label={t('inbox.brand')}
                  description={t('inbox.brandHelp')}
                  allowDeselect={false}
                  data={brands.map((brand) => ({ value: brand.id, label: brand.name }))}
                />
              )}
            />
          ) : null}
          <Controller
            control={control}
            name="reopenHours"
            rules={{
              validate: (value) =>
                Number.isInteger(value) && value >= 0 && value <= 8760 ? true : t('fieldProblem.hours'),
            }}
            render={({ field: { ref: _ref, ...field }, fieldState }) => (
              <NumberInput
                {...field}
                label={t('inbox.reopen')}
                description={t('inbox.reopenHelp')}
                suffix={t('inbox.reopenUnit')}
                min={0}
                max={8760}
                allowDecimal={false}
                error={fieldState.error?.message}
              />
            )}
          />
        </div>
      </FormFrame>
    </Section>
  );
}

function Activity({ inbox }: { inbox: Inbox }) {
  const { t } = useTranslation('settings');
  const { ask, dialog } = useConfirm();
  const set = async (active: boolean) => {
    await call(changeInbox, { params: { id: inbox.id }, body: { active } });
    await refresh(keys.inboxes);
    say(t(active ? 'inbox.switchedOn' : 'inbox.switchedOff'));
  };
  const toggle = () => {
    if (!inbox.active) return void set(true).catch(complain);
    ask({
      title: t('inbox.off.title'),
      text: t('inbox.off.text'),
      action: t('inbox.off.action'),
      danger: true,
      act: () => set(false),
    });
  };
  return (
    <Section>
      <Switch
        checked={inbox.active}
        onChange={toggle}
        label={t('inbox.active')}
        description={t('inbox.activeHelp')}
      />
      {dialog}
    </Section>
  );
}

/** How the inbox is doing, and what everybody may want to change about it. */
export function Overview({ inbox }: { inbox: Inbox }) {
  return (
    <>
      <Health inbox={inbox} />
      <ConsentSection inbox={inbox} />
      <ConnectionTest id={inbox.id} />
      <WebhookAddress inbox={inbox} />
      <General inbox={inbox} />
      <Announce inbox={inbox} />
      <Activity inbox={inbox} />
      <Archive inbox={inbox} />
    </>
  );
}
