import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../scripts/free-port.ts';
import { answers, startProgram } from '../../harness/child-process.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface Verdaccio {
  origin: string;
  /** As `npm login` does with a new name. Answers the access token. */
  addUser(name: string): Promise<string>;
  stop(): Promise<void>;
}

const program = join(import.meta.dirname, '..', 'node_modules', 'verdaccio', 'bin', 'verdaccio');

/** Starts Verdaccio on this machine only: everything is for users who are signed in, and nothing comes from elsewhere. */
export async function startVerdaccio(): Promise<Verdaccio> {
  const folder = temporaryFolder('verdaccio');
  const address = `127.0.0.1:${await freePort()}`;
  const origin = `http://${address}`;
  const settings = join(folder.path, 'config.yaml');
  const rights = { access: '$authenticated', publish: '$authenticated' };
  // YAML holds JSON.
  await writeFile(
    settings,
    JSON.stringify({
      storage: join(folder.path, 'storage'),
      auth: { htpasswd: { file: join(folder.path, 'users') } },
      uplinks: {},
      packages: { '**': rights },
      web: { enable: false },
      log: { type: 'stdout', format: 'json', level: 'http' },
    }),
  );
  const command = [process.execPath, program, '--config', settings, '--listen', address] as const;
  const running = await startProgram(command, {}, () => answers(`${origin}/-/ping`));
  return {
    origin,
    addUser: async (name) => {
      const response = await fetch(`${origin}/-/user/org.couchdb.user:${name}`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ name, password: 'correct horse battery staple' }),
      });
      if (!response.ok) throw new Error(`Verdaccio made no user: ${await response.text()}`);
      return ((await response.json()) as { token: string }).token;
    },
    stop: async () => {
      await running.stop();
      folder.remove();
    },
  };
}
