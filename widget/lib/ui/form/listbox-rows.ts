import type { Choice } from '#bridge-protocol/choices.ts';
import { keyOf } from '../../forms/choice-node.svelte.ts';
import type { ChoiceSource } from '../../forms/choice-source.svelte.ts';

/** What the arrow keys go through: the choices, and what brings others. */
export type Row = { key: string } & ({ kind: 'choice'; choice: Choice } | { kind: 'more' } | { kind: 'retry' });

export function listboxRows({ choices = [], hasMore, failure }: ChoiceSource): Row[] {
  const unique = [...new Map(choices.map((choice) => [keyOf(choice.value), choice]))];
  const rows = unique.map(([key, choice]): Row => ({ key, kind: 'choice', choice }));
  if (failure) return [...rows, { key: 'retry', kind: 'retry' }];
  return hasMore ? [...rows, { key: 'more', kind: 'more' }] : rows;
}
