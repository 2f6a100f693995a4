import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { action, auth, pieceOf, property } from '#connectors/testing/piece-description.ts';

const NAME = 'ledger-piece';
const VERSION = '1.0.0';

/** Writes a piece for the same provider, and the folder of its app, as `npm run connector add` leaves them. */
export async function writeLedgerPiece(directory: string, origin: string): Promise<void> {
  const [app, piece] = [join(directory, 'drawer'), join(directory, 'node_modules', NAME)];
  for (const folder of [app, piece]) await mkdir(folder, { recursive: true });
  await writeFile(join(piece, 'package.json'), JSON.stringify({ name: NAME, version: VERSION, main: 'index.cjs' }));
  await writeFile(join(piece, 'index.cjs'), sourceOf(origin));
  await writeFile(join(app, 'app.json'), JSON.stringify(appFile));
  await writeFile(join(app, 'piece.json'), JSON.stringify({ package: NAME, version: VERSION, piece: description }));
}

const appFile = {
  name: 'drawer',
  title: 'Drawer',
  description: 'Keeps entries as Ledger does, by a piece',
  hosts: ['127.0.0.1'],
  piece: NAME,
};

const description = pieceOf({
  title: 'Drawer',
  auth: [auth('SECRET_TEXT', [property('secret_text', 'SECRET_TEXT', { required: true })])],
  actions: [action('add_entry', { properties: [property('key', 'SHORT_TEXT', { title: 'Key', required: true })] })],
});

function sourceOf(origin: string): string {
  return `
async function addEntry({ auth, propsValue }) {
  const response = await fetch(${JSON.stringify(`${origin}/entries`)}, {
    method: 'POST',
    headers: { authorization: 'Key ' + (auth.secret_text ?? auth) },
    body: JSON.stringify({ key: propsValue.key }),
  });
  return response.json();
}

exports.drawer = {
  displayName: 'Drawer',
  auth: { type: 'SECRET_TEXT', displayName: 'Key', required: true },
  _actions: { add_entry: { name: 'add_entry', displayName: 'Add entry', props: {}, run: addEntry } },
};
`;
}
