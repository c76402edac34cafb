import { useEffect, useState } from 'preact/hooks';
import type { Context } from '../chat/context.ts';
import { inkOn, readableOn, safeColour } from '../core/colour.ts';
import { Panel } from './Panel.tsx';
import { ChatContext, useChatState } from './use.ts';

/** The backgrounds of bubbles (`--soft`): what is readable there is so on the panel as well. */
const ground = { light: '#f3f4f5', dark: '#282b30' };

/** What the script tag says, else what the page says it is drawn in, else what the visitor prefers. */
function useDark(asked: Context['bridge']['theme']): boolean {
  const [dark, setDark] = useState(false);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const look = () => {
      const page = getComputedStyle(document.documentElement).colorScheme;
      const only = /dark/.test(page) !== /light/.test(page);
      setDark(asked === 'auto' ? (only ? /dark/.test(page) : media.matches) : asked === 'dark');
    };
    look();
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, [asked]);
  return dark;
}

export function Root({ context, onClose }: { context: Context; onClose: () => void }) {
  return (
    <ChatContext.Provider value={context}>
      <Themed context={context} onClose={onClose} />
    </ChatContext.Provider>
  );
}

function Themed({ context, onClose }: { context: Context; onClose: () => void }) {
  const { open, config } = useChatState();
  const dark = useDark(context.bridge.theme);
  const colour = safeColour(config?.colour ?? context.keep.get('look')?.split(' ')[0]);
  const style = {
    '--c': colour,
    '--k': inkOn(colour),
    '--a': readableOn(colour, dark ? ground.dark : ground.light),
  };
  return (
    <div class={dark ? 'root dark' : 'root'} lang={context.locale} style={style}>
      {open && <Panel onClose={onClose} />}
    </div>
  );
}
