import * as z from 'zod';
import { readConfig, type Config } from '#server/config.ts';
import { DomainError } from '#server/errors.ts';

export interface Settings {
  server: Config;
  demo: { port: number; origin: string };
  sandbox: { port: number; origin: string };
}

const port = (otherwise: number) => z.coerce.number().int().min(1).max(65_535).default(otherwise);

const Environment = z.object({ DEMO_PORT: port(4601), SANDBOX_PORT: port(4602) });

/** What `npm start` runs and where, from the environment. Throws `invalid_environment`, naming each wrong variable. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const server = readConfig(env);
  const parsed = Environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim())));
  if (!parsed.success) {
    const names = parsed.error.issues.map(
      (issue) => `  ${issue.path.join('.')} must be a whole number from 1 to 65535`,
    );
    throw new DomainError('invalid_environment', `Correct these environment variables:\n${names.join('\n')}`);
  }
  const { DEMO_PORT, SANDBOX_PORT } = parsed.data;
  return {
    server,
    demo: { port: DEMO_PORT, origin: `http://localhost:${DEMO_PORT}` },
    sandbox: { port: SANDBOX_PORT, origin: `http://localhost:${SANDBOX_PORT}` },
  };
}

/** The server as this machine reaches it, whatever its public address is. */
export function localUrl({ host, port }: Config): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
