import { parseArgs } from 'node:util';
import { BackupError } from '../kernel/backup/manifest.ts';
import { ConfigError, readConfig } from '../kernel/config.ts';
import { Failure } from '../kernel/errors.ts';
import { StorageError } from '../storage.ts';
import { backup } from './backup.ts';
import { type CliAnswer, CliError, type Command, type Values } from './command.ts';
import { doctor } from './doctor.ts';
import { inboxAdd } from './inbox-add.ts';
import { inboxList } from './inbox-list.ts';
import { keyCreate } from './key-create.ts';
import { orgCreate } from './org-create.ts';
import { personCreate } from './person-create.ts';
import { personResetFactor } from './person-reset-factor.ts';
import { restore } from './restore.ts';
import { secretsRotate } from './secrets-rotate.ts';

const commands: readonly Command[] = [
  orgCreate,
  personCreate,
  personResetFactor,
  keyCreate,
  inboxAdd,
  inboxList,
  doctor,
  backup,
  restore,
  secretsRotate,
];

/** Where a command's words go and come from. */
export type Terminal = {
  out(text: string): void;
  err(text: string): void;
  stdin(): Promise<string>;
  /** Settings other than the process's own. */
  env?: Record<string, string>;
};

/** Runs one command line; answers the exit code. With --json, stdout gets exactly one object. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const json = args.includes('--json');
  try {
    const answer = await perform(args, terminal, json);
    terminal.out(json ? JSON.stringify(answer.data) : answer.lines.join('\n'));
    return answer.failed ? 1 : 0;
  } catch (error) {
    const told = tellable(error);
    if (json) terminal.out(JSON.stringify({ error: told }));
    else terminal.err(`meada: ${told.message}`);
    if (told.code === 'internal') terminal.err(error instanceof Error ? (error.stack ?? '') : String(error));
    return 1;
  }
}

async function perform(args: readonly string[], terminal: Terminal, json: boolean): Promise<CliAnswer> {
  const words = args.filter((word) => word !== '--json');
  const command = commands.find(({ name }) => name.split(' ').every((part, at) => words[at] === part));
  if (!command) {
    const asked = words.length === 0 || words.includes('--help') || words[0] === 'help';
    if (asked)
      return {
        data: { commands: commands.map(({ name, summary }) => ({ name, summary })) },
        lines: overview(),
      };
    throw new CliError('usage', `There is no command ${words.slice(0, 2).join(' ')}; see meada --help.`);
  }
  const values = parse(command, words.slice(command.name.split(' ').length));
  if (values.help) return { data: { help: helpOf(command).join('\n') }, lines: helpOf(command) };
  for (const [name, option] of Object.entries(command.options)) {
    if (option.required && values[name] === undefined) {
      throw new CliError('usage', `The option --${name} is missing; see meada ${command.name} --help.`);
    }
  }
  const say = (text: string): void => {
    if (!json) terminal.err(text);
  };
  return command.run({ config: readConfig(terminal.env), values, say, stdin: terminal.stdin });
}

function parse(command: Command, words: string[]): Values {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
  try {
    return parseArgs({ args: words, options: { ...options, help: { type: 'boolean' } }, strict: true })
      .values;
  } catch (error) {
    const first = (error as Error).message.split(/[.;] |\n/)[0] ?? '';
    throw new CliError('usage', `${first}; see meada ${command.name} --help.`);
  }
}

const overview = (): string[] => [
  'npm run meada -- COMMAND [options]',
  '',
  ...commands.map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}`),
  '',
  'Every command takes --json (one object on standard output) and --help.',
  'DATA_DIR, DATABASE_URL and the other settings are read as the server reads them.',
];

function helpOf({ name, summary, options }: Command): string[] {
  const rows = Object.entries(options).map(([option, { value, help, required }]) => {
    const typed = `--${option}${value ? ` ${value}` : ''}`;
    return `  ${typed.padEnd(24)} ${help}${required ? ' (required)' : ''}`;
  });
  return [`npm run meada -- ${name} [options]`, '', `${summary}.`, ...(rows.length > 0 ? ['', ...rows] : [])];
}

/** An error as programs and people may read it. */
function tellable(error: unknown): { code: string; message: string } {
  if (error instanceof CliError || error instanceof Failure || error instanceof BackupError) {
    return { code: error.code, message: error.message };
  }
  if (error instanceof StorageError) return { code: storageCode(error), message: error.message };
  if (error instanceof ConfigError) return { code: 'settings', message: error.message };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return { code: 'not_writable', message: `This user may not write here: ${(error as Error).message}` };
  }
  if (['ENOSPC', 'EDQUOT'].includes(code))
    return { code: 'no_space', message: 'There is no disk space left.' };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** The embedded server's own codes are kept, in the form of the others. */
function storageCode({ cause }: StorageError): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^[A-Z_]{5,}$/.test(code) ? code.toLowerCase() : 'database';
}
