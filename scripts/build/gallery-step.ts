import type { BuildStep } from './steps.ts';

/** The gallery is no part of the product: who needs it builds it. */
export const galleryStep: BuildStep = {
  name: 'gallery',
  inputs: [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'gallery',
    'widget',
    'bridge-protocol',
    'connectors/apps',
  ],
  outputs: ['dist/gallery/index.html'],
  command: [
    process.execPath,
    'node_modules/vite/bin/vite.js',
    'build',
    '--config=gallery/vite.config.ts',
    '--logLevel=warn',
  ],
};
