import { Command, CommanderError } from 'commander';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { WorkerPool } from '#connectors/pieces/worker/worker-pool.ts';
import { readConfig } from '#server/config.ts';
import { DomainError } from '#server/errors.ts';
import { addConnector } from './add.ts';
import type { ConnectorContext } from './context.ts';
import { describeConnector } from './describe.ts';
import { listConnectors } from './list.ts';
import { removeConnector } from './remove.ts';
import { testConnector } from './test.ts';

/**
 * `npm run connector -- …`: the apps that a server offers. Exit code 0, 1 where the command failed, 2 where its words are
 * wrong. A running server takes changes up when it is started again.
 */
async function main(): Promise<number> {
  try {
    const { connectorsDir, allowedInternalHosts, egressRoutes, pieceIsolation: isolation } = readConfig(process.env);
    const workers = new WorkerPool({ isolation, size: 2 });
    const places = { connectorsDir, allowedInternalHosts, egressRoutes };
    try {
      await run({ ...places, isolation, workers, print: (line) => process.stdout.write(shown(line)) });
    } finally {
      await workers.close();
    }
    return 0;
  } catch (error) {
    return exitCodeOf(error);
  }
}

async function run(context: ConnectorContext): Promise<void> {
  const program = connectorProgram(context);
  throwInsteadOfExit(program);
  await program.parseAsync();
}

function connectorProgram(context: ConnectorContext): Command {
  const program = new Command('npm run connector --')
    .description('Adds, checks and removes the apps that this server offers.')
    .showHelpAfterError('(--help shows how)');
  program
    .command('add <source>')
    .description(
      'add an app: the file or URL of an OpenAPI document, or an npm package of a piece (its name, or a .tgz file)',
    )
    .option('--name <name>', "the app's name, which starts the name of each of its functions")
    .option('--host <host>', 'a host it may send to, in place of those that were found; can be repeated', collect)
    .action((source: string, options: { name?: string; host?: string[] }) => addConnector(context, source, options));
  program
    .command('list')
    .description('all apps with their functions, and whether their signatures are valid')
    .action(() => listConnectors(context));
  program
    .command('test <app>')
    .description('load an app, compile its signatures, try its piece; and make an app of a draft that passes')
    .action((app: string) => testConnector(context, app));
  program
    .command('describe <app>')
    .description('look anew at what a piece or a document has, after an update; known functions keep their names')
    .action((app: string) => describeConnector(context, app));
  program
    .command('remove <app>')
    .description('remove an app that was added, or a draft; accounts that users connected stay in the database')
    .action((app: string) => removeConnector(context, app));
  return program;
}

function collect(value: string, others: string[] = []): string[] {
  return [...others, value];
}

/** So that this file alone decides on the exit code. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwInsteadOfExit);
}

/** What others wrote, such as an app's title, does not get to steer the terminal. */
function shown(line: string): string {
  return `${line.replace(/[^\P{Cc}\n]/gu, '')}\n`;
}

function exitCodeOf(error: unknown): number {
  // Commander has printed its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof ConnectorError) && !(error instanceof DomainError)) throw error;
  process.stderr.write(shown(`error: ${error.message}`));
  return error.code === 'invalid_argument' ? 2 : 1;
}

process.exitCode = await main();
