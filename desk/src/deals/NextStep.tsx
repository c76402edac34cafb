import { Button, Group, TextInput } from '@mantine/core';
import { changeDeal, type Deal } from '@meada/contract/routes/deals';
import { IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { complain } from '../ui/toast.ts';
import classes from './deals.module.css';
import { dayOf, lateness, refreshDeals, todayHere } from './queries.ts';

/** Days ahead that are offered by a press. */
const offered = [0, 1, 7] as const;

/** The day so many days from today where the reader is, YYYY-MM-DD. */
function dayAhead(days: number): string {
  const [year = 1970, month = 1, day = 1] = todayHere().split('-').map(Number);
  return new Intl.DateTimeFormat('sv-SE').format(new Date(year, month - 1, day + days));
}

/** What is to be done next, ticked off and written anew in one line: saved at once. */
export function NextStep({ deal }: { deal: Deal }) {
  const { t, i18n } = useTranslation('deals');
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const [day, setDay] = useState('');
  const late = lateness(deal, todayHere()).step;
  const save = useMutation({
    mutationFn: (body: { nextStep: string | null; nextOn: string | null }) =>
      call(changeDeal, { params: { id: deal.id }, body }),
    onSuccess: refreshDeals,
    onError: complain,
  });
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (words.trim() === '') return field.current?.focus();
    save.mutate(
      { nextStep: words.trim(), nextOn: day || null },
      {
        onSuccess: () => {
          setWords('');
          setDay('');
        },
      },
    );
  };
  const done = () =>
    save.mutate({ nextStep: null, nextOn: null }, { onSuccess: () => field.current?.focus() });
  const postpone = (days: number) => save.mutate({ nextStep: deal.nextStep, nextOn: dayAhead(days) });
  return (
    <section className={classes.step} data-late={late || undefined} aria-label={t('field.nextStep')}>
      <h3 className={classes.heading}>{t('field.nextStep')}</h3>
      {deal.nextStep ? (
        <>
          <p className={classes.stepWords}>
            {deal.nextStep}
            {deal.nextOn ? (
              <small>
                {late ? `${t('late')}: ` : ''}
                {dayOf(deal.nextOn, i18n.language)}
              </small>
            ) : null}
          </p>
          <Group gap={6}>
            <Button size="xs" leftSection={<IconCheck size={15} />} loading={save.isPending} onClick={done}>
              {t('next.done')}
            </Button>
            {offered.slice(1).map((days) => (
              <Button key={days} size="xs" variant="default" onClick={() => postpone(days)}>
                {t(`next.to.${days}`)}
              </Button>
            ))}
          </Group>
        </>
      ) : (
        <form onSubmit={add}>
          <TextInput
            ref={field}
            aria-label={t('field.nextStep')}
            placeholder={t('next.placeholder')}
            maxLength={300}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <Group gap={6} mt={8}>
            {offered.map((days) => {
              const one = dayAhead(days);
              return (
                <Button
                  key={days}
                  size="xs"
                  variant={day === one ? 'filled' : 'default'}
                  aria-pressed={day === one}
                  onClick={() => setDay(day === one ? '' : one)}
                >
                  {t(`next.in.${days}`)}
                </Button>
              );
            })}
            <TextInput
              type="date"
              size="xs"
              aria-label={t('field.nextOn')}
              value={day}
              onChange={(event) => setDay(event.currentTarget.value)}
            />
            <Button type="submit" size="xs" variant="light" loading={save.isPending}>
              {t('next.save')}
            </Button>
          </Group>
        </form>
      )}
    </section>
  );
}
