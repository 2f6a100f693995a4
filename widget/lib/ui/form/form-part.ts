import type { Snippet } from 'svelte';
import type { FormNode } from '../../forms/form-node.svelte.ts';

/** Shows what a node holds: with a label in place of its title, which may be for screen readers only. */
export type FormPart = Snippet<[node: FormNode, label?: string, isLabelHidden?: boolean]>;
