import * as z from 'zod/mini';
import { defineMethod } from '../method.ts';
import { AppName } from '../names.ts';

/** Ten minutes for the attempt, and one for the answer to come back. */
const ATTEMPT_AND_ANSWER = 11 * 60_000;

/** Lets the user connect an app. Resolves with the connected account's id. Its call id is the connect attempt's id. */
export const connectApp = defineMethod({
  name: 'connectApp',
  args: z.tuple([AppName]),
  result: z.string(),
  deadline: ATTEMPT_AND_ANSWER,
  repeatable: true,
});
