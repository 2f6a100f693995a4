import { CodedError } from '#widget/lib/coded-error.ts';
import { unanswered } from '../gallery-state.ts';
import type { GalleryState } from '../gallery-state.ts';
import { functions, longFunctions, pageOf } from '../samples/functions.ts';
import { surfaceState } from '../surface-state.ts';
import type { SurfaceStateOptions } from '../surface-state.ts';

const state = (name: string, options?: SurfaceStateOptions, app?: string): GalleryState =>
  surfaceState(`functions/${name}`, { screen: 'functions', app }, options);

export const functionStates: GalleryState[] = [
  state('all'),
  state('of-one-app', {}, 'hubspot'),
  state('more-pages', { api: { listFunctions: async () => pageOf(functions, 'more') } }),
  state('nothing-found', {
    api: { listFunctions: async () => pageOf([]) },
    prepare({ screen }) {
      if (screen.name === 'functions') screen.functions.search = 'a thing that nobody can';
    },
  }),
  state('empty', { api: { listFunctions: async () => pageOf([]) } }),
  state('loading', { api: { listFunctions: unanswered } }),
  state('slow', { api: { listFunctions: unanswered }, elapsed: 5_000 }),
  state('error', {
    api: {
      listFunctions: async () => {
        throw new CodedError('server_error', 'The server answered with status 503. Try again later.');
      },
    },
  }),
  state('long-text', { api: { listFunctions: async () => pageOf(longFunctions) } }),
];
