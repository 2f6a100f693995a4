import type * as forms from './forms.ts';
import { load } from './load-code.ts';

export type Forms = typeof forms;

/** Throws `server_unreachable`. */
export const loadForms = (): Promise<Forms> => load(() => import('./forms.ts'));
