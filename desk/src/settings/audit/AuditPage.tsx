import { Button } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import type { ResponseOf } from '@meada/contract/route';
import { listAudit } from '@meada/contract/routes/people';
import { IconKey, IconLink, IconRobot, IconUserQuestion } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useChannels, useInboxRefs, usePeople, useTeams } from '../../api/queries.ts';
import { useIdentityKinds } from '../../customers/kinds.ts';
import { Face } from '../../ui/Face.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { dayOf, momentOf, timeOf, useNow } from '../../ui/time.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Section } from '../kit/Section.tsx';
import { actionText, factLines } from './actions.ts';

type Entry = ResponseOf<typeof listAudit>['items'][number];
const actorIcons = { system: IconRobot, key: IconKey } as const;

function Actor({ actor }: { actor: Entry['actor'] }) {
  if (actor.kind === 'person') return <Face name={actor.name} id={actor.id ?? ''} size={32} />;
  const Shape = actorIcons[actor.kind as keyof typeof actorIcons] ?? IconUserQuestion;
  return <Shape size={24} stroke={1.5} style={{ width: 32, flex: 'none' }} aria-hidden />;
}

/** What was acted on, by its name where we know it, as a link where there is a page. */
function Subject({ subject }: { subject: NonNullable<Entry['subject']> }) {
  const { t } = useTranslation('settings');
  const { kind, id } = subject;
  const inbox = useInboxRefs().find((one) => one.id === id)?.name;
  const person = usePeople().find((one) => one.id === id)?.name;
  const team = useTeams().find((one) => one.id === id)?.name;
  if (kind === 'customer')
    return (
      <Link to="/customers/$customerId" params={{ customerId: id }}>
        {t('audit.seeCustomer')}
      </Link>
    );
  if (kind === 'conversation')
    return (
      <Link to="/conversations/$conversationId" params={{ conversationId: id }}>
        {t('audit.seeConversation')}
      </Link>
    );
  if (kind === 'inbox' && inbox)
    return (
      <Link to="/settings/$" params={{ _splat: `inboxes/${id}` }}>
        {inbox}
      </Link>
    );
  if (kind === 'role') return t(`role.${id}`);
  return person ?? team ?? null;
}

function EntryRow({ entry }: { entry: Entry }) {
  const { t, i18n } = useTranslation('settings');
  const { nameOf } = useIdentityKinds();
  const channels = useChannels();
  const channel = (id: string) => channels.find((one) => one.id === id)?.name[i18n.language as Locale] ?? id;
  const lines = factLines({ t, channel, kind: nameOf }, entry.facts);
  const who = entry.actor.name ?? t(`actor.${entry.actor.kind}`, { defaultValue: entry.actor.kind });
  return (
    <Row
      start={<Actor actor={entry.actor} />}
      title={
        <span style={{ fontWeight: 450 }}>
          <strong style={{ fontWeight: 600 }}>{who}</strong> {actionText(t, entry.action)}
          {entry.subject ? (
            <>
              {' '}
              <Subject subject={entry.subject} />
            </>
          ) : null}
        </span>
      }
      text={lines.length > 0 ? lines.map(({ name, value }) => `${name}: ${value}`).join(' · ') : null}
      end={
        <span
          style={{ display: 'flex', alignItems: 'center', gap: 6, color: 'var(--ink-faint)', fontSize: 13 }}
        >
          {entry.sealed ? (
            <IconLink size={15} role="img" aria-label={t('audit.sealed')}>
              <title>{t('audit.sealed')}</title>
            </IconLink>
          ) : null}
          <time dateTime={entry.at} title={momentOf(entry.at, i18n.language)}>
            {timeOf(entry.at, i18n.language)}
          </time>
        </span>
      }
    />
  );
}

const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** Entries under their days, in the order they came. */
function byDay(entries: Entry[]): Entry[][] {
  const days: Entry[][] = [];
  for (const entry of entries) {
    const last = days.at(-1);
    const same = last?.[0] && new Date(last[0].at).toDateString() === new Date(entry.at).toDateString();
    if (same) last.push(entry);
    else days.push([entry]);
  }
  return days;
}

/** Who did what, newest first; nothing here can be changed by anybody. */
export function AuditPage() {
  const { t, i18n } = useTranslation('settings');
  const now = useNow();
  const trail = useInfiniteQuery({
    queryKey: [...keys.settings, 'audit'],
    queryFn: ({ signal, pageParam }) =>
      call(listAudit, { query: { cursor: pageParam, limit: 50 } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 5_000,
  });
  const entries = trail.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHeader title={t('page.audit')} text={t('audit.text')} />
      {trail.error && !trail.data ? <ErrorState error={trail.error} onRetry={() => trail.refetch()} /> : null}
      {trail.isPending ? <ListLoading rows={10} /> : null}
      {trail.data && entries.length === 0 ? <EmptyState icon={IconLink} title={t('audit.none')} /> : null}
      {byDay(entries).map((day) => (
        <Section key={day[0]?.id} title={capital(dayOf(day[0]?.at ?? '', now, i18n.language))}>
          <Rows>
            {day.map((entry) => (
              <EntryRow key={entry.id} entry={entry} />
            ))}
          </Rows>
        </Section>
      ))}
      {trail.hasNextPage ? (
        <Button
          variant="default"
          mt="lg"
          onClick={() => trail.fetchNextPage()}
          loading={trail.isFetchingNextPage}
        >
          {t('kit.more')}
        </Button>
      ) : null}
    </>
  );
}
