import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../scripts/free-port.ts';
import { startPostgres } from '../../../scripts/postgres/start-postgres.ts';
import { answers, startProgram } from '../../harness/child-process.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface ParseServer {
  origin: string;
  applicationId: string;
  restKey: string;
  /** As the sign-up of an application does. Answers the session's token. */
  addUser(username: string): Promise<string>;
  stop(): Promise<void>;
}

const program = join(import.meta.dirname, '..', 'node_modules', 'parse-server', 'bin', 'parse-server');
const key = (): string => randomBytes(16).toString('hex');

/** Starts Parse Server for one application, on this machine only, with a PostgreSQL of its own. */
export async function startParse(): Promise<ParseServer> {
  const postgres = await startPostgres();
  const folder = temporaryFolder('parse');
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const [applicationId, restKey] = ['garden', key()];
  const settings = join(folder.path, 'settings.json');
  await writeFile(
    settings,
    JSON.stringify({
      appId: applicationId,
      restAPIKey: restKey,
      masterKey: key(),
      databaseURI: postgres.url,
      serverURL: `${origin}/parse`,
      host: '127.0.0.1',
      port,
      allowClientClassCreation: true,
    }),
  );
  // It opens its logs before it reads its settings.
  const env = { PARSE_SERVER_LOGS_FOLDER: join(folder.path, 'logs') };
  const running = await startProgram([process.execPath, program, settings], env, () =>
    answers(`${origin}/parse/health`),
  );
  return {
    ...{ origin, applicationId, restKey },
    addUser: async (username) => {
      const response = await fetch(`${origin}/parse/users`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'X-Parse-Application-Id': applicationId,
          'X-Parse-REST-API-Key': restKey,
        },
        body: JSON.stringify({ username, password: 'correct horse battery staple' }),
      });
      if (!response.ok) throw new Error(`Parse Server made no user: ${await response.text()}`);
      return ((await response.json()) as { sessionToken: string }).sessionToken;
    },
    stop: async () => {
      await running.stop();
      await postgres.stop();
      folder.remove();
    },
  };
}
