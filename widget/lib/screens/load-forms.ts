import { load } from './load-code.ts';

export type Forms = typeof import('./forms.ts');

/** Throws `server_unreachable`. */
export const loadForms = (): Promise<Forms> => load(() => import('./forms.ts'));
