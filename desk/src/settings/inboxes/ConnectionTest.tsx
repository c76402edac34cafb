import { Button, Loader, Text } from '@mantine/core';
import { testInbox } from '@meada/contract/routes/inboxes';
import { IconCircleCheck, IconCircleX, IconPlugConnected } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { codeOf } from '../../api/problem.ts';
import { Section } from '../kit/Section.tsx';
import classes from './inboxes.module.css';

/** Steps every channel may have, by name; a step only its channel knows shows its own name. */
const knownSteps = new Set([
  'account',
  'address',
  'bearer',
  'brand',
  'colour',
  'connection',
  'deliver',
  'handshake',
  'imap',
  'links',
  'login',
  'messaging_service',
  'number',
  'origins',
  'page',
  'phone_number',
  'place',
  'polling',
  'reached',
  'receive',
  'receiver',
  'reviews',
  'secret',
  'send',
  'service',
  'settings',
  'signature',
  'smtp',
  'subscription',
  'template',
  'token',
  'username',
  'webhook',
]);

/** Tries the connection and shows each step; by itself once when asked to. */
export function ConnectionTest({ id, atOnce = false }: { id: string; atOnce?: boolean }) {
  const { t } = useTranslation('settings');
  const test = useMutation({ mutationFn: () => call(testInbox, { params: { id } }) });
  const begun = useRef(false);
  const { mutate } = test;
  useEffect(() => {
    if (!atOnce || begun.current) return;
    begun.current = true;
    mutate();
  }, [atOnce, mutate]);
  const named = (name: string) => (knownSteps.has(name) ? t(`test.step.${name}`) : name);
  return (
    <Section
      title={t('test.title')}
      text={t('test.text')}
      actions={
        <Button
          variant="light"
          onClick={() => mutate()}
          loading={test.isPending}
          leftSection={<IconPlugConnected size={18} />}
        >
          {t('test.run')}
        </Button>
      }
    >
      <div aria-live="polite">
        {test.isPending ? <Loader size="sm" type="dots" aria-label={t('test.running')} /> : null}
        {test.error ? (
          <Text size="sm" c="var(--danger)">
            {t(`problem.${codeOf(test.error)}`)}
          </Text>
        ) : null}
        {test.data && !test.isPending ? (
          <>
            <Text size="sm" fw={600} className={test.data.ok ? classes.good : classes.bad}>
              {test.data.ok ? t('test.good') : t('test.bad')}
            </Text>
            <ul className={classes.steps}>
              {test.data.steps.map((step) => (
                <li key={step.name}>
                  {step.ok ? (
                    <IconCircleCheck size={19} className={classes.good} aria-label={t('test.ok')} />
                  ) : (
                    <IconCircleX size={19} className={classes.bad} aria-label={t('test.failed')} />
                  )}
                  <div>
                    {named(step.name)}
                    {step.text ? <div className={classes.stepText}>{step.text}</div> : null}
                  </div>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Section>
  );
}
