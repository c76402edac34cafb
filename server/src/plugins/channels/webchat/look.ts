import type { ChatConfig } from '@meada/contract/routes/chat';
import type { Settings } from '../../../modules/inboxes/port.ts';
import { colourOf } from '../origins.ts';

export const defaultColour = '#0f6b5c';

/** The part of the widget's configuration that the inbox's settings decide; whatever is wrong falls back. */
export function lookOf(
  settings: Settings,
  inboxName: string,
): Pick<ChatConfig, 'name' | 'welcome' | 'colour' | 'position' | 'askName' | 'askEmail'> {
  const text = (name: string) => (typeof settings[name] === 'string' ? settings[name].trim() : '');
  return {
    name: text('name') || inboxName,
    welcome: text('welcome'),
    colour: colourOf(text('colour')) ?? defaultColour,
    position: settings.position === 'left' ? 'left' : 'right',
    askName: settings.askName === true,
    askEmail: settings.askEmail === true,
  };
}
