import {
  type Announcement,
  type Audience,
  listAnnouncements,
  readAudience,
} from '@meada/contract/routes/announcements';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

export const announcementsQuery = (inboxId: string) =>
  queryOptions({
    queryKey: [...keys.announcements, inboxId],
    queryFn: ({ signal }) =>
      call(listAnnouncements, { params: { id: inboxId } }, { signal }).then(
        (list) => list.items as Announcement[],
      ),
  });

/** Whom it would reach; changes with the choice, and while one runs. */
export const audienceQuery = (
  inboxId: string,
  choice: {
    months: number;
    wayInboxIds: string[] | undefined;
    templateInboxIds: string[];
    segmentId: string | undefined;
  },
) =>
  queryOptions({
    queryKey: [...keys.announcements, inboxId, 'audience', choice],
    queryFn: ({ signal }) =>
      call(readAudience, { params: { id: inboxId }, body: choice }, { signal }) as Promise<Audience>,
    placeholderData: keepPreviousData,
  });
