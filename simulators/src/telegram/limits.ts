import { ApiError } from './errors.ts';
import type { Bot, Chat } from './state.ts';

/** Messages a bot may send (Bots FAQ): about 30 a second in all, one a second to one chat, short bursts allowed. */
export type Limits = { perSecond: number; perChatPerSecond: number; burstPerChat: number };
export const platformLimits: Limits = { perSecond: 30, perChatPerSecond: 1, burstPerChat: 3 };

/** Counts one send; too many throw 429 with the seconds to wait, and do not count. */
export function countSend(bot: Bot, chat: Chat, limits: Limits): void {
  const now = Date.now();
  bot.sends = bot.sends.filter((at) => at > now - 1000);
  const chatWindow = (limits.burstPerChat / limits.perChatPerSecond) * 1000;
  chat.sends = chat.sends.filter((at) => at > now - chatWindow);
  if (bot.sends.length >= limits.perSecond || chat.sends.length >= limits.burstPerChat) {
    const oldest =
      chat.sends.length >= limits.burstPerChat ? (chat.sends[0] ?? now) + chatWindow : now + 1000;
    const seconds = Math.max(1, Math.ceil((oldest - now) / 1000));
    throw new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
  }
  bot.sends.push(now);
  chat.sends.push(now);
}
