import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { recordNames } from '#connectors/kit/recorded-names.ts';
import { readDocument } from '#connectors/openapi/document/read-document.ts';
import { draftAppFile, type AppDraft } from '#connectors/openapi/draft/draft-app-file.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { createEgress } from '#server/egress/guarded-fetch.ts';
import type { AddOptions } from './add.ts';
import type { ConnectorContext } from './context.ts';
import { reportConnector } from './report.ts';

/**
 * Copies a document into an app folder of its own, drafts its app.json and loads it. Where something is missing that only the
 * operator knows, the folder stays as a draft that no server loads, and the message says what to write. Throws `invalid_connector`.
 */
export async function addDocument(context: ConnectorContext, source: string, options: AddOptions): Promise<void> {
  const { connectorsDir, print } = context;
  const draftFolder = join(connectorsDir, `.draft-${process.pid}`);
  await mkdir(draftFolder, { recursive: true });
  try {
    const file = await fetchDocument(source, draftFolder);
    const url = /^https?:/.test(source) ? new URL(source) : undefined;
    const draft = draftAppFile(await readDocument(join(draftFolder, file)), {
      ...(options.name === undefined ? {} : { name: options.name }),
      documentFile: file,
      ...(url ? { source: url } : {}),
    });
    if (options.host) draft.app.hosts = [...options.host];
    const folder = join(connectorsDir, draft.app.name);
    if (existsSync(folder)) {
      const message = `There is an app "${draft.app.name}" already: remove it, or choose a --name.`;
      throw new ConnectorError('invalid_argument', message);
    }
    await writeFile(join(draftFolder, 'app.json'), `${JSON.stringify(draft.app, null, 2)}\n`);
    await rename(draftFolder, folder);
    await finish(context, folder, draft);
    print('Start the server again to offer it.');
  } finally {
    await rm(draftFolder, { recursive: true, force: true });
  }
}

async function finish(context: ConnectorContext, folder: string, { findings }: AppDraft): Promise<void> {
  const missing = findings.filter(({ kind }) => kind === 'missing');
  for (const { pointer, message } of findings) context.print(`app.json, ${pointer}: ${message}`);
  if (missing.length > 0) {
    const parked = join(folder, '..', `.${folder.split('/').at(-1)}`);
    await rm(parked, { recursive: true, force: true });
    await rename(folder, parked);
    const message = `The draft is in ${parked}. Write what is missing into its app.json, rename it without the dot, and run "npm run connector test".`;
    throw new ConnectorError('invalid_connector', message);
  }
  const connector = await loadAppFolder(folder).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  await recordNames(folder, connector);
  reportConnector(context, connector);
  context.print(`\nAdded as ${folder}.`);
}

/** The name under which the document lies in the folder now. */
async function fetchDocument(source: string, folder: string): Promise<string> {
  if (!/^https?:/.test(source)) {
    const file = `openapi${extname(source) || '.json'}`;
    await cp(source, join(folder, file));
    return file;
  }
  const egress = createEgress({ allowedInternalHosts: [{ host: new URL(source).hostname }] });
  try {
    const response = await egress.fetchTo([new URL(source).hostname])(new Request(source));
    if (!response.ok)
      throw new ConnectorError('invalid_connector', `${source} answered with status ${response.status}.`);
    const file = /ya?ml/.test(`${response.headers.get('content-type')} ${source}`) ? 'openapi.yaml' : 'openapi.json';
    await writeFile(join(folder, file), Buffer.from(await response.arrayBuffer()));
    return file;
  } finally {
    await egress.close();
  }
}
