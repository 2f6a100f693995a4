import { join, relative } from 'node:path';
import { pieceFolders } from '#connectors/pieces/piece-folders.ts';

export interface BuildStep {
  name: string;
  /** Files and folders it is made from, relative to the project */
  inputs: string[];
  /** What it makes; built again where one is missing */
  outputs: string[];
  command: [string, ...string[]];
  /** The name of a step before it in the list that has to be done first */
  after?: string;
}

const root = join(import.meta.dirname, '../..');
const pieces = pieceFolders(join(root, 'connectors/apps')).map((folder) => relative(root, folder));

const node = process.execPath;
/** A new version of a package makes another product of the same source. */
const always = ['package.json', 'package-lock.json', 'tsconfig.json'];

export const steps: BuildStep[] = [
  {
    // Every compiler reads the tsconfig that Kit makes for the widget, through ours.
    name: 'types',
    inputs: ['package.json', 'package-lock.json', 'svelte.config.js'],
    outputs: ['.svelte-kit/tsconfig.json'],
    command: [node, 'node_modules/@sveltejs/kit/svelte-kit.js', 'sync'],
  },
  {
    name: 'loader',
    inputs: [...always, 'scripts/build-loader.ts', 'scripts/build/fold-penpal.ts', 'loader', 'bridge-protocol'],
    outputs: ['integry.js', 'integry.mjs', 'stub.js', 'server.mjs', 'package.json', 'integrity.json'].map(
      (file) => `dist/loader/${file}`,
    ),
    command: [node, 'scripts/build-loader.ts'],
    after: 'types',
  },
  {
    name: 'widget',
    inputs: [
      ...always,
      'vite.config.ts',
      'scripts/build/fold-penpal.ts',
      'svelte.config.js',
      'widget',
      'static',
      'bridge-protocol',
    ],
    outputs: ['dist/widget/index.html'],
    command: [node, 'node_modules/vite/bin/vite.js', 'build', '--logLevel=warn'],
    after: 'types',
  },
  {
    name: 'database template',
    inputs: [...always, 'scripts/build-pglite-template.ts', 'server/db'],
    outputs: ['dist/pglite-template'],
    command: [node, 'scripts/build-pglite-template.ts'],
  },
  {
    name: 'descriptions of pieces',
    inputs: [
      ...always,
      'connectors/pieces/packages/package-lock.json',
      ...pieces.map((folder) => `${folder}/app.json`),
      'connectors/runner',
    ],
    outputs: pieces.map((folder) => `${folder}/piece.json`),
    command: [node, 'scripts/build-piece-descriptions.ts'],
  },
];
