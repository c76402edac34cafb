import { Button, TextInput } from '@mantine/core';
import type { Person } from '@meada/contract/routes/people';
import { IconPencil, IconSearch, IconShieldCheck, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { peopleQuery, useMay, useMe, useTeams } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PersonFace, usePresence } from '../../ui/PersonFace.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ErrorState } from '../../ui/States.tsx';
import kit from '../kit/kit.module.css';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { reaches } from './choices.ts';
import { Invitations } from './Invitations.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { PersonDialog } from './PersonDialog.tsx';

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function PersonRow({ person, onEdit }: { person: Person; onEdit: (() => void) | null }) {
  const { t } = useTranslation('settings');
  const me = useMe();
  const teams = useTeams();
  const state = usePresence(person.id);
  const names = teams.filter((team) => person.teamIds.includes(team.id)).map((team) => team.name);
  return (
    <Row
      start={<PersonFace person={person} />}
      title={
        <>
          {person.name}
          {person.id === me.personId ? <Pill tone="accent">{t('people.you')}</Pill> : null}
          <Pill>{t(`role.${person.role}`)}</Pill>
          {person.active ? null : <Pill tone="danger">{t('people.inactive')}</Pill>}
          {person.secondFactor ? (
            <IconShieldCheck size={16} color="var(--good)" role="img" aria-label={t('people.secondFactor')} />
          ) : null}
        </>
      }
      text={
        <>
          {person.email} · {t(`visibility.${person.visibility}`)}
          {names.length > 0 ? ` · ${names.join(', ')}` : ''}
          {state === 'offline' ? null : ` · ${t(`presence.${state}`)}`}
          {state === 'offline' && person.seenAt ? (
            <>
              {' · '}
              {t('people.seen')} <RelativeTime at={person.seenAt} />
            </>
          ) : null}
        </>
      }
      end={
        onEdit ? (
          <Button
            variant="default"
            size="xs"
            className={kit.edit}
            onClick={onEdit}
            aria-label={`${t('kit.edit')}: ${person.name}`}
          >
            <span className={kit.editText}>{t('kit.edit')}</span>
            <IconPencil size={17} aria-hidden />
          </Button>
        ) : null
      }
    />
  );
}

/** Everybody with a sign-in, and who has been invited. */
export function PeoplePage() {
  const { t } = useTranslation('settings');
  const me = useMe();
  const manages = useMay('people.manage');
  const { data, error, refetch } = useQuery(peopleQuery);
  const [words, setWords] = useState('');
  const [inviting, setInviting] = useState(false);
  const [edited, setEdited] = useState<string | null>(null);
  const found = data?.filter((person) => fold(`${person.name} ${person.email}`).includes(fold(words.trim())));
  const person = data?.find((one) => one.id === edited);
  return (
    <>
      <PageHeader title={t('page.people')} text={t('people.text')}>
        {manages ? (
          <Button leftSection={<IconUserPlus size={18} />} onClick={() => setInviting(true)}>
            {t('invite.title')}
          </Button>
        ) : null}
      </PageHeader>
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading /> : null}
      {manages ? <Invitations /> : null}
      {found ? (
        <Section>
          {(data?.length ?? 0) > 8 ? (
            <TextInput
              mb="md"
              maw={360}
              leftSection={<IconSearch size={17} />}
              placeholder={t('people.search')}
              aria-label={t('people.search')}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
          ) : null}
          <Rows label={t('page.people')}>
            {found.map((one) => (
              <PersonRow
                key={one.id}
                person={one}
                onEdit={manages && reaches(me.role, one.role) ? () => setEdited(one.id) : null}
              />
            ))}
          </Rows>
        </Section>
      ) : null}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
      {person ? <PersonDialog key={person.id} person={person} onClose={() => setEdited(null)} /> : null}
    </>
  );
}
