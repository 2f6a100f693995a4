import * as z from 'zod/mini';
import { Look } from '#bridge-protocol/look.ts';
import { SurfaceChange } from '#bridge-protocol/surface-change.ts';
import type { Handler } from '../bridge/method-table.ts';
import { parseArguments } from '../bridge/parse-arguments.ts';
import { applyLook } from '../look/apply-look.ts';
import type { Surfaces } from '../state/surfaces.svelte.ts';

const named = { name: 'update', argNames: ['options'] };
const ofInstance = { ...named, args: z.tuple([Look]) };
const ofSurface = { ...named, args: z.tuple([SurfaceChange]) };

export function update(surfaces: Surfaces): Handler<'update'> {
  return async ([options, surface]) => {
    if (!surface) return applyLook(parseArguments(ofInstance, [options])[0]);
    await surfaces.update(surface, parseArguments(ofSurface, [options])[0]);
    return null;
  };
}
