import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from './child-process.ts';
import { Workspace } from './workspace.ts';

const run = promisify(execFile);

/** The operator's commands, run as an operator runs them: `npm run admin -- …`. */
export class Admin {
  readonly #env: Record<string, string>;

  constructor(serverEnv: Record<string, string>) {
    this.#env = serverEnv;
  }
}
