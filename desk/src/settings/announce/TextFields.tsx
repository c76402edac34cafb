import { Tabs, Textarea } from '@mantine/core';
import type { AnnouncementTexts } from '@meada/contract/routes/announcements';
import { useTranslation } from 'react-i18next';
import classes from './announce.module.css';

export const locales = ['pt-BR', 'en', 'es'] as const;
/** Languages by their own names. */
const names = { 'pt-BR': 'Português', en: 'English', es: 'Español' };

type Props = {
  texts: AnnouncementTexts;
  filling: { name: string; inbox: string; address: string };
  onChange: (texts: AnnouncementTexts) => void;
};

/** The text in each language with how it will look, filled in. */
export function TextFields({ texts, filling, onChange }: Props) {
  const { t } = useTranslation('firm');
  const shown = (text: string) =>
    text.replace(/\{(name|inbox|address)\}/g, (_, name: keyof typeof filling) => filling[name]);
  return (
    <Tabs defaultValue="pt-BR">
      <Tabs.List>
        {locales.map((locale) => (
          <Tabs.Tab key={locale} value={locale}>
            {names[locale]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {locales.map((locale) => (
        <Tabs.Panel key={locale} value={locale} pt="sm" lang={locale}>
          <Textarea
            label={t('tell.text')}
            description={t('tell.textHelp')}
            value={texts[locale]}
            autosize
            minRows={3}
            maxRows={8}
            maxLength={1000}
            onChange={(event) => onChange({ ...texts, [locale]: event.currentTarget.value })}
          />
          <figure className={classes.preview}>
            <figcaption>{t('tell.preview')}</figcaption>
            <p>{shown(texts[locale])}</p>
          </figure>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
