import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. Words: core.telegram.org, “From BotFather to Hello World”. */
export const guide: ChannelGuide = {
  platform: { 'pt-BR': 'Conversa com @BotFather', en: 'Chat with @BotFather', es: 'Chat con @BotFather' },
  screens: [
    {
      step: 1,
      path: '/newbot',
      wires: [
        {
          theirs: {
            'pt-BR': 'Nome de usuário, terminado em bot',
            en: 'Username, ending in bot',
            es: 'Nombre de usuario, terminado en bot',
          },
          ours: 'username',
          to: 'meada',
        },
      ],
    },
    {
      step: 2,
      path: { 'pt-BR': 'Resposta do BotFather', en: 'BotFather’s answer', es: 'Respuesta de BotFather' },
      wires: [{ theirs: 'Use this token to access the HTTP API', ours: 'token', to: 'meada' }],
    },
  ],
  samples: { username: 'minhaloja_bot' },
};
