import type { FormNode } from '../../forms/form-node.svelte.ts';

/** Puts the focus where the node's value is entered: its control, or the first one in it. */
export function focusNode(node: FormNode): void {
  const element = document.getElementById(node.id);
  const isControl = element?.matches('input, select, textarea, button');
  const inner =
    isControl || node.problem ? undefined : element?.querySelector<HTMLElement>('input, select, textarea, button');
  (inner ?? element)?.focus();
}
