import type { Locale } from '@meada/contract/primitives';
import { type Inbox, readGuide } from '@meada/contract/routes/inboxes';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { Guide } from './Guide.tsx';

/** How a channel is set up, in the reader's language; asked for where it is read, for all guides together are long. */
export function SetupGuide({ channel, inbox }: { channel: string; inbox: Inbox | null }) {
  const { i18n } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.channels, 'guide', channel],
    queryFn: ({ signal }) => call(readGuide, { params: { channel } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error && !data) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (!data) return <ListLoading rows={4} />;
  return (
    <Guide channel={channel} text={data.text[i18n.language as Locale] || data.text['pt-BR']} inbox={inbox} />
  );
}
