import { expect, test } from 'vitest';
import { nameOf } from './defences/all.ts';

/** Of docs/security.md */
export type Threat = `T${number}`;

/** One thing in the source that stops attacks: the edits that take it out. */
export type Defence = readonly Edit[];

export interface Edit {
  /** From the project's root */
  file: string;
  /** Stands there exactly once */
  from: string;
  to: string;
}

declare module 'vitest' {
  interface TaskMeta {
    attack?: { threat: Threat; defences: string[] };
  }
}

/** What an attempt throws where the attack has succeeded; any other error is a fault of the attempt. */
export const SUCCEEDED = 'The attack succeeded: ';

/**
 * Tries an attack, under a name of its own. `attempt` answers what the attacker has got: `undefined` is nothing. Where a copy
 * of the source without some defences is under test, only the attacks are tried that those, and no others, stop.
 */
export function attack(
  threat: Threat,
  name: string,
  defences: readonly Defence[],
  attempt: () => Promise<string | undefined>,
): void {
  const names = defences.map(nameOf).sort();
  const without = process.env['ATTACKS_WITHOUT'];
  if (without !== undefined && without !== names.join()) return;
  test(`${threat} ${name}`, async ({ task }) => {
    task.meta.attack = { threat, defences: names };
    const got = await attempt();
    expect(got, SUCCEEDED + got).toBeUndefined();
  });
}
