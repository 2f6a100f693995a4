import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { cleanEnv, root } from './child-process.ts';
import { Workspace } from './workspace.ts';

/** The operator's commands, run as an operator runs them: `npm run admin -- …`, beside the running server. */
export class Admin {
  readonly #env: Record<string, string>;

  constructor(serverEnv: Record<string, string>) {
    this.#env = serverEnv;
  }

  /** Runs one command; `input` goes to its standard input. Answers what it prints. Throws, with its log, if it fails. */
  async run(args: readonly string[], input = ''): Promise<unknown> {
    const child = spawn(process.execPath, ['server/admin/main.ts', '--json', ...args], {
      cwd: root,
      env: cleanEnv(this.#env),
    });
    child.stdin.end(input);
    const [output, problem] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    if (child.exitCode !== 0) throw new Error(`admin ${args.join(' ')} failed: ${problem}`);
    return JSON.parse(output);
  }

  /** A workspace with one App-Secret, whose pages may be of these origins. */
  async createWorkspace(name: string, origins: readonly string[]): Promise<Workspace> {
    const { appKey } = (await this.run(['workspace', 'create', name])) as { appKey: string };
    for (const origin of origins) await this.run(['origin', 'add', appKey, origin]);
    const { appSecret } = (await this.run(['secret', 'create', appKey])) as { appSecret: string };
    return new Workspace(name, appKey, appSecret);
  }

  async setOAuthClient({ appKey }: Workspace, app: string, id: string, secret: string): Promise<void> {
    await this.run(['oauth-client', 'set', appKey, app, '--id', id, '--secret-stdin'], secret);
  }
}
