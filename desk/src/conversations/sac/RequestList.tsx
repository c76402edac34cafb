import { Button, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { finishSac, handSac, type SacConversation } from '@meada/contract/routes/sac';
import { type SacHandedHow, sacHandedHows } from '@meada/contract/sac';
import { IconCopy, IconExternalLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { Pill } from '../../settings/kit/Section.tsx';
import { momentOf } from '../../ui/time.ts';
import { complain, say } from '../../ui/toast.ts';
import classes from './sac.module.css';

type Request = SacConversation['requests'][number];
type Done = { onDone(data: SacConversation): void };
const tones = { asked: 'accent', sent: 'good', stuck: 'danger', handed: 'good' } as const;

/** What became of it, in one line. */
function useFate(request: Request): string {
  const { t, i18n } = useTranslation('sac');
  const at = (moment: string) => momentOf(moment, i18n.language);
  const { state, sentAt, openedAt, handedAt, handedHow, reason, dueAt, effect, effectiveOn, doneAt } =
    request;
  const day = (on: string) =>
    new Intl.DateTimeFormat(i18n.language, { dateStyle: 'short', timeZone: 'UTC' }).format(
      new Date(`${on}T12:00:00Z`),
    );
  const parts = [
    effect ? t(`effect.${effect}`) : null,
    effectiveOn ? day(effectiveOn) : null,
    sentAt ? t('fate.sent', { at: at(sentAt) }) : null,
    openedAt ? t('fate.opened', { at: at(openedAt) }) : null,
    handedAt && handedHow ? t('fate.handed', { at: at(handedAt), how: t(`handed.${handedHow}`) }) : null,
    state === 'stuck'
      ? t('fate.stuck', {
          reason: t(`reason.${reason}`, { defaultValue: t('reason.failed') }),
          at: at(dueAt),
        })
      : null,
    effect && doneAt ? t('fate.done', { at: at(doneAt) }) : null,
  ];
  return parts.filter(Boolean).join(' · ');
}

function Link({ link }: { link: string }) {
  const { t } = useTranslation('sac');
  const clipboard = useClipboard();
  return (
    <>
      <Button
        size="xs"
        variant="default"
        component="a"
        href={link}
        target="_blank"
        rel="noreferrer"
        leftSection={<IconExternalLink size={15} />}
      >
        {t('dialog.open')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconCopy size={15} />}
        onClick={() => {
          clipboard.copy(link);
          say(t('dialog.copied'));
        }}
      >
        {t('dialog.copy')}
      </Button>
    </>
  );
}

function Line({ request, onDone }: { request: Request } & Done) {
  const { t, i18n } = useTranslation('sac');
  const { id, kind, state, askedAt, askedBy, person, link, effect, doneAt } = request;
  const hand = useMutation({
    mutationFn: (how: SacHandedHow) => call(handSac, { params: { id }, body: { how } }),
    onSuccess: onDone,
    onError: complain,
  });
  const finish = useMutation({
    mutationFn: () => call(finishSac, { params: { id } }),
    onSuccess: onDone,
    onError: complain,
  });
  const who = askedBy === 'customer' ? t('fate.byCustomer') : t('fate.byPerson', { name: person ?? '–' });
  return (
    <li>
      <div className={classes.head}>
        <b>{t(`kind.${kind}`)}</b>
        <Pill tone={tones[state]}>{t(`requestState.${state}`)}</Pill>
        <small>
          {momentOf(askedAt, i18n.language)} · {who}
        </small>
      </div>
      <p>{useFate(request)}</p>
      <div className={classes.actions}>
        {link ? <Link link={link} /> : null}
        {state === 'stuck' ? (
          <Menu withinPortal>
            <Menu.Target>
              <Button size="xs" loading={hand.isPending}>
                {t('dialog.hand')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {sacHandedHows.map((how) => (
                <Menu.Item key={how} onClick={() => hand.mutate(how)}>
                  {t(`handed.${how}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
        {effect && !doneAt ? (
          <Button size="xs" variant="default" loading={finish.isPending} onClick={() => finish.mutate()}>
            {t('dialog.finish')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** What the customer of a conversation asked for, the latest first. */
export function RequestList({ requests, onDone }: { requests: readonly Request[] } & Done) {
  const { t } = useTranslation('sac');
  if (requests.length === 0) return <p className={classes.none}>{t('dialog.none')}</p>;
  return (
    <ul className={classes.requests} aria-label={t('requests.title')}>
      {requests.map((request) => (
        <Line key={request.id} request={request} onDone={onDone} />
      ))}
    </ul>
  );
}
