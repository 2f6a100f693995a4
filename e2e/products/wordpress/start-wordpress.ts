import { existsSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../../scripts/free-port.ts';
import { answers, startProgram } from '../../harness/child-process.ts';
import { fromDebian, program } from '../from-debian.ts';
import { startMariaDb, type MariaDb } from '../mariadb/start-mariadb.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface WordPress {
  origin: string;
  /** Of the administrator, who was made when it was installed */
  user: string;
  password: string;
  stop(): Promise<void>;
}

const installed = '/usr/share/wordpress';

/** Starts WordPress, by PHP's own server, on this machine only, and installs it as its owner does. */
export async function startWordPress(): Promise<WordPress> {
  const php = fromDebian('php-cli', () => program('php'));
  const code = fromDebian('wordpress', () => (existsSync(join(installed, 'wp-load.php')) ? installed : undefined));
  const database = await startMariaDb();
  const folder = temporaryFolder('wordpress');
  // A copy: WordPress looks for its settings beside its own files, wherever a link to them may be.
  await cp(code, folder.path, { recursive: true, dereference: true });
  const address = `127.0.0.1:${await freePort()}`;
  const origin = `http://${address}`;
  await writeFile(join(folder.path, 'wp-config.php'), settings(origin, database));

  // While it is installed, WordPress asks itself for a page, which one process cannot answer, and sends a mail.
  const running = await startProgram(
    [php, '-d', 'sendmail_path=true', '-S', address, '-t', folder.path],
    { PHP_CLI_SERVER_WORKERS: '4' },
    () => answers(`${origin}/wp-admin/install.php`),
  );
  const [user, password] = ['jane', 'correct horse battery staple'];
  await install(origin, user, password);
  return {
    ...{ origin, user, password },
    stop: async () => {
      await running.stop();
      await database.stop();
      folder.remove();
    },
  };
}

function settings(origin: string, { host, port, database, user, password }: MariaDb): string {
  const constants = {
    DB_NAME: database,
    DB_USER: user,
    DB_PASSWORD: password,
    DB_HOST: `${host}:${port}`,
    DB_CHARSET: 'utf8mb4',
    WP_HOME: origin,
    WP_SITEURL: origin,
    // Elsewhere application passwords are offered over https only.
    WP_ENVIRONMENT_TYPE: 'local',
    WP_HTTP_BLOCK_EXTERNAL: true,
    AUTOMATIC_UPDATER_DISABLED: true,
    DISABLE_WP_CRON: true,
  };
  const lines = Object.entries(constants).map(([name, value]) => `define('${name}', ${JSON.stringify(value)});`);
  return `<?php
${lines.join('\n')}
$table_prefix = 'wp_';
define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`;
}

/** The form that WordPress shows at first. */
async function install(origin: string, user: string, password: string): Promise<void> {
  const response = await fetch(`${origin}/wp-admin/install.php?step=2`, {
    method: 'POST',
    body: new URLSearchParams({
      weblog_title: 'Notes from a garden',
      user_name: user,
      admin_password: password,
      admin_password2: password,
      pw_weak: 'on',
      admin_email: 'jane@example.test',
      blog_public: '0',
    }),
    signal: AbortSignal.timeout(60_000),
  });
  const page = await response.text();
  if (!page.includes('wp-login.php')) throw new Error(`WordPress was not installed:\n${page}`);
}
