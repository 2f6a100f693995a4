/** All that only the forms of functions need: a chunk of their own. */
export { createFormApi } from '../api/form-api.ts';
export { readFormArguments } from '../forms/read-form-arguments.ts';
export { FunctionPage } from '../state/function-page.svelte.ts';
export { default as FunctionScreen } from './FunctionScreen.svelte';
