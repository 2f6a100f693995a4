import { Command, InvalidArgumentError } from 'commander';
import type { CommandInput, CommandName } from './commands/index.ts';

export interface ProgramActions {
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<void>;
  readSecret(): Promise<string>;
}

/** The command line: which words and options make which command's input. It does nothing itself. */
export function adminProgram({ run, readSecret }: ProgramActions): Command {
  const program = new Command('npm run admin --')
    .description(
      'Manages workspaces, origins, App-Secrets, OAuth clients, webhooks, users and the vault, and shows the log of function calls.',
    )
    .option('--json', 'print JSON instead of text')
    .showHelpAfterError('(--help shows how)');

  const workspace = program.command('workspace').description('the customers that embed apps');
  workspace
    .command('create <name>')
    .description('make a workspace and print its App-Key')
    .action((name: string) => run('workspace create', { name }));
  workspace
    .command('list')
    .description('all workspaces with their settings')
    .action(() => run('workspace list', {}));
  workspace
    .command('set <appKey>')
    .description('change settings')
    .option('--integry-credentials <on|off>', "take Integry's own credentials (App-Key, Hash, User-ID)", onOrOff)
    .option('--require-token <on|off>', 'open sessions only for a signed token, not for a hash', onOrOff)
    .option('--pairing <on|off>', 'let a code prove the browser where the window that asked cannot be reached', onOrOff)
    .action((appKey: string, settings: Omit<CommandInput<'workspace set'>, 'appKey'>) =>
      run('workspace set', { appKey, ...settings }),
    );

  const origin = program.command('origin').description('the pages that may embed a workspace');
  origin
    .command('add <appKey> <origin>')
    .description('let pages of an origin, such as https://app.example.com, embed the workspace')
    .action((appKey: string, value: string) => run('origin add', { appKey, origin: value }));
  origin
    .command('remove <appKey> <origin>')
    .description('stop that, and end the sessions of its pages')
    .action((appKey: string, value: string) => run('origin remove', { appKey, origin: value }));
  origin
    .command('list <appKey>')
    .description('all origins of the workspace')
    .action((appKey: string) => run('origin list', { appKey }));

  const returnUrl = program.command('return-url').description('where connect links may lead back to');
  returnUrl
    .command('add <appKey> <url>')
    .description('let them lead to a URL, exactly as it is written')
    .action((appKey: string, url: string) => run('return-url add', { appKey, url }));
  returnUrl
    .command('remove <appKey> <url>')
    .description('stop that, also for links that are under way')
    .action((appKey: string, url: string) => run('return-url remove', { appKey, url }));
  returnUrl
    .command('list <appKey>')
    .description('all return URLs of the workspace')
    .action((appKey: string) => run('return-url list', { appKey }));

  const secret = program.command('secret').description("App-Secrets, which sign users' hashes and tokens");
  secret
    .command('create <appKey>')
    .description('make an App-Secret and print it, this once; a workspace has at most two')
    .action((appKey: string) => run('secret create', { appKey }));
  secret
    .command('list <appKey>')
    .description('the ids of the live App-Secrets')
    .action((appKey: string) => run('secret list', { appKey }));
  secret
    .command('revoke <appKey> <id>')
    .description('end an App-Secret and the sessions that it vouched for')
    .action((appKey: string, id: string) => run('secret revoke', { appKey, id: Number(id) }));

  const client = program.command('oauth-client').description('what a workspace has registered with third parties');
  client
    .command('set <appKey> <app>')
    .description('store a client and print the redirect URI to register')
    .requiredOption('--id <id>', 'the client id')
    .option('--secret <secret>', 'the client secret; other users of this machine may see it')
    .option('--secret-stdin', 'read the client secret from standard input')
    .action(async (appKey: string, app: string, options: { id: string; secret?: string; secretStdin?: true }) => {
      const given = options.secretStdin ? await readSecret() : options.secret;
      await run('oauth-client set', { appKey, app, id: options.id, secret: given });
    });
  client
    .command('list <appKey>')
    .description('all clients of the workspace')
    .action((appKey: string) => run('oauth-client list', { appKey }));
  client
    .command('remove <appKey> <app>')
    .description('forget a client')
    .action((appKey: string, app: string) => run('oauth-client remove', { appKey, app }));

  const vault = program.command('vault').description('the keys that seal credentials');
  vault
    .command('status')
    .description('all keys, and how many sealed values need each')
    .action(() => run('vault status', {}));
  vault
    .command('add-key')
    .description('make a key in the key file, which seals from now on')
    .action(() => run('vault add-key', {}));
  vault
    .command('rotate')
    .description('bring everything under the newest key, while servers work; repeat it while values are left')
    .action(() => run('vault rotate', {}));
  vault
    .command('remove-key <key>')
    .description('take a key that nothing needs out of the key file')
    .action((key: string) => run('vault remove-key', { key }));
  addWebhooks(program, run);

  const user = program.command('user').description("one of a workspace's users, by the User-ID");
  user
    .command('export <appKey> <userId>')
    .description('all that is kept of the user, without credentials')
    .action((appKey: string, userId: string) => run('user export', { appKey, userId }));
  user
    .command('delete <appKey> <userId>')
    .description('erase the user, and revoke the tokens of their accounts')
    .action((appKey: string, userId: string) => run('user delete', { appKey, userId }));

  program
    .command('calls <appKey>')
    .description('the log of function calls, latest first')
    .option('--function <name>', 'only of this function')
    .option('--app <name>', 'only of this app')
    .option('--status <status>', 'only sent, answered, failed or unknown ones')
    .option('--user <id>', 'only of the user with this User-ID')
    .option('--from <time>', 'only those that began then or later')
    .option('--to <time>', 'only those that began then or earlier')
    .option('--limit <n>', 'how many', Number, 20)
    .action((appKey: string, filter: Omit<CommandInput<'calls'>, 'appKey'>) => run('calls', { appKey, ...filter }));
  return program;
}

function addWebhooks(program: Command, run: ProgramActions['run']): void {
  const webhook = program.command('webhook').description("where workspaces' backends are told of events");
  webhook
    .command('create <appKey> <url>')
    .description('add an endpoint and print its secret, this once')
    .option('--events <types>', 'only these types, with commas between them', (types) => types.split(','))
    .option('--description <text>', 'what it is for')
    .action((appKey: string, url: string, options: Omit<CommandInput<'webhook create'>, 'appKey' | 'url'>) =>
      run('webhook create', { appKey, url, ...options }),
    );
  webhook
    .command('list <appKey>')
    .description('all endpoints of the workspace, and whether messages arrive there')
    .action((appKey: string) => run('webhook list', { appKey }));
  webhook
    .command('set <appKey> <id> <on|off>')
    .description('switch an endpoint on or off')
    .action((appKey: string, id: string, value: string) => run('webhook set', { appKey, id, enabled: onOrOff(value) }));
  webhook
    .command('remove <appKey> <id>')
    .description('forget an endpoint')
    .action((appKey: string, id: string) => run('webhook remove', { appKey, id }));
  webhook
    .command('rotate-secret <appKey> <id>')
    .description('make a new secret and print it; the one before signs beside it for a while')
    .option('--overlap-hours <n>', 'for how long', Number, 24)
    .action((appKey: string, id: string, { overlapHours }: { overlapHours: number }) =>
      run('webhook rotate-secret', { appKey, id, overlapHours }),
    );
  webhook
    .command('test <appKey> <id>')
    .description('send a test message')
    .action((appKey: string, id: string) => run('webhook test', { appKey, id }));
  webhook
    .command('deliveries <appKey> <id>')
    .description('what was sent to an endpoint, latest first')
    .option('--limit <n>', 'how many', Number, 20)
    .action((appKey: string, id: string, { limit }: { limit: number }) =>
      run('webhook deliveries', { appKey, id, limit }),
    );
  webhook
    .command('redeliver <appKey> <id> <delivery>')
    .description('send a message again')
    .action((appKey: string, id: string, delivery: string) =>
      run('webhook redeliver', { appKey, id, delivery: Number(delivery) }),
    );
}

function onOrOff(value: string): boolean {
  if (value === 'on') return true;
  if (value === 'off') return false;
  throw new InvalidArgumentError('Say on or off.');
}
