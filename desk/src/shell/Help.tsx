import { Kbd, Modal, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { helpSheet } from './help-sheet.ts';
import { closeHelp } from './panels.ts';
import classes from './Shell.module.css';

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
const names: Record<string, string> = { mod: mac ? '⌘' : 'Ctrl', Escape: 'Esc' };

/** Every shortcut, by place. */
export function Help() {
  const { t } = useTranslation('keys');
  return (
    <Modal opened onClose={closeHelp} title={t('title')} size={860}>
      <div className={classes.sheet}>
        {helpSheet.map((group) => (
          <section key={group.title}>
            <Title order={3} size="h6" mb={8}>
              {t(group.title)}
            </Title>
            <dl className={classes.keys}>
              {group.keys.map((entry) => (
                <div key={entry.text} style={{ display: 'contents' }}>
                  <dt>{t(entry.text)}</dt>
                  <dd>
                    {entry.press.map((key) => (
                      <Kbd key={key}>{names[key] ?? key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
