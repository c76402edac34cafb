import { systemActor } from '../kernel/actor.ts';
import type { Kernel } from '../kernel/ctx.ts';
import { addInbox } from '../modules/inboxes/index.ts';
import { type CliCall, CliError, type Command, listOf, needed, textOf } from './command.ts';
import { organisationOf, withKernel } from './house.ts';

type Given = Record<string, string | number | boolean | string[]>;
type Fields = ReadonlyMap<string, { type: string }>;

export const inboxAdd: Command = {
  name: 'inbox add',
  summary: 'Connects an account of a channel',
  options: {
    org: { type: 'string', required: true, value: 'SLUG', help: 'organisation, by slug or id' },
    channel: { type: 'string', required: true, value: 'CHANNEL', help: 'the channel' },
    name: { type: 'string', required: true, value: 'NAME', help: 'how agents see it' },
    set: {
      type: 'string',
      multiple: true,
      value: 'NAME=VALUE',
      help: 'a setting; may be repeated, a list has commas',
    },
    'secret-stdin': { type: 'string', value: 'NAME', help: 'reads this secret setting from standard input' },
  },
  run: async (call) => {
    const secret = textOf(call.values, 'secret-stdin');
    const secretText = secret === null ? null : await call.stdin();
    return withKernel(call, async (kernel) => {
      const org = await organisationOf(kernel, needed(call.values, 'org'));
      const channel = needed(call.values, 'channel');
      const fields = fieldsOf(kernel, channel);
      const settings = settingsOf(call, fields);
      if (secret !== null && secretText !== null) settings[secret] = secretText;
      const name = needed(call.values, 'name');
      const inbox = await addInbox(kernel, systemActor(org.id), { channel, name, settings });
      return {
        data: { inbox },
        lines: [
          `The inbox ${inbox.name} is there (${inbox.id}), ${inbox.health.state}.`,
          ...(inbox.health.text ? [inbox.health.text] : []),
        ],
      };
    });
  },
};

function fieldsOf(kernel: Kernel, channel: string): Fields {
  const plugin = kernel.ports.channels.get(channel);
  if (plugin) return new Map(plugin.manifest.settings.map((field) => [field.name, field]));
  const known = [...kernel.ports.channels.keys()].join(', ');
  throw new CliError('usage', `There is no channel ${channel}; there are ${known}.`);
}

function settingsOf({ values }: CliCall, fields: Fields): Given {
  const given: Given = {};
  for (const item of listOf(values, 'set')) {
    const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(item) ?? [];
    if (name === undefined || value === undefined) {
      throw new CliError('usage', `Write --set NAME=VALUE, not ${JSON.stringify(item.slice(0, 40))}.`);
    }
    const type = fields.get(name)?.type ?? 'text';
    // Every user of the machine can read the command lines of all processes.
    if (type === 'secret')
      throw new CliError('usage', `${name} is secret; hand it in by --secret-stdin ${name}.`);
    given[name] = readSetting(name, type, value);
  }
  return given;
}

function readSetting(name: string, type: string, text: string): Given[string] {
  if (type === 'list') return text.split(',').map((part) => part.trim());
  if (type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw new CliError('usage', `${name} is true or false.`);
    return text === 'true';
  }
  if (type !== 'number') return text;
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new CliError('usage', `${name} is a number.`);
  return number;
}
