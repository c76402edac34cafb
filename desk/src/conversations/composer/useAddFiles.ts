import type { ChannelInfo } from '@meada/contract/channels';
import { useTranslation } from 'react-i18next';
import { complainOf } from '../../ui/toast.ts';
import { refusalOf } from './rules.ts';
import type { useUploads } from './useUploads.ts';

/** Adds files to the message; those the channel would not take are refused at once, with the reason. */
export function useAddFiles(uploads: ReturnType<typeof useUploads>, limits: ChannelInfo | undefined) {
  const { t } = useTranslation('conversations');
  return (list: readonly File[], voice = false) => {
    const fine = list.filter((file) => {
      const refusal = refusalOf(file, limits, voice);
      if (refusal) complainOf(t(`file.refused.${refusal}`, { name: file.name }));
      return !refusal;
    });
    uploads.add(fine, voice);
  };
}
