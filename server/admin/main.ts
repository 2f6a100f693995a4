import { text } from 'node:stream/consumers';
import { CommanderError, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { DomainError } from '../errors.ts';
import { formatResult } from './format-result.ts';
import { runAdminCommand } from './open-admin.ts';
import { adminProgram } from './program.ts';

const USAGE = 2;
const FAILURE = 1;

const showSecret = new Set<string>(['secret create', 'webhook create', 'webhook rotate-secret']);

/** `npm run admin -- …`: exit code 0, 2 if the command line or its values are wrong, or 1. */
async function main(): Promise<number> {
  const program = adminProgram({
    async run(name, input) {
      const output = await runAdminCommand(readConfig(process.env), name, input);
      const { json } = program.opts<{ json?: true }>();
      process.stdout.write(json ? `${JSON.stringify(output, undefined, 2)}\n` : formatResult(output));
      if (showSecret.has(name) && !json) process.stderr.write('Keep the secret now: it is not shown again.\n');
    },
    readSecret: async () => (await text(process.stdin)).replace(/\r?\n$/, ''),
  });
  throwInsteadOfExit(program);
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    return exitCodeOf(error);
  }
}

/** So that this file alone decides on the exit code. Commander does not pass it on to commands that exist already. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwInsteadOfExit);
}

function exitCodeOf(error: unknown): number {
  // Commander has printed its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (!(error instanceof DomainError)) throw error;
  process.stderr.write(`error: ${error.message}\n`);
  return error.code === 'invalid_argument' ? USAGE : FAILURE;
}

process.exitCode = await main();
