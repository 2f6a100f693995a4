import * as z from 'zod/mini';
import { CodedError } from '../coded-error.ts';

interface Signature<Args extends z.ZodMiniType> {
  name: string;
  argNames: readonly string[];
  args: Args;
}

type Issue = z.core.$ZodIssue;

/** The host's arguments, parsed. Throws `invalid_argument` with one sentence that names the method and the argument. */
export function parseArguments<Args extends z.ZodMiniType>(method: Signature<Args>, args: unknown): z.output<Args> {
  const parsed = z.safeParse(method.args, args);
  if (parsed.success) return parsed.data;
  throw new CodedError(
    'invalid_argument',
    `${method.name}: ${describe(parsed.error.issues[0], method.argNames, args)}.`,
  );
}

function describe(issue: Issue | undefined, names: readonly string[], args: unknown): string {
  if (!issue || !Array.isArray(args)) return 'the arguments are not a list';
  const position = issue.path[0];
  if (typeof position !== 'number') return describeCount(names, args.length);
  const name = names[position] ?? `argument ${position + 1}`;
  const value: unknown = args[position];
  if (value === undefined || value === null) return `${name} is required`;
  return `${name} ${problem(issue)}`;
}

function describeCount(names: readonly string[], given: number): string {
  if (given > names.length) return `takes ${names.join(', ')} and nothing more`;
  return `${names[given] ?? 'an argument'} is required`;
}

/** zod/mini has no sentences of its own: a schema's own message, or the expected type. */
function problem(issue: Issue): string {
  const inner = issue.code === 'invalid_union' ? issue.errors.flat().find(hasMessage) : undefined;
  if (inner) return inner.message;
  if (hasMessage(issue)) return issue.message;
  if (issue.code === 'invalid_type') return `must be a ${issue.expected}`;
  return 'is not valid';
}

function hasMessage(issue: Issue): boolean {
  return issue.message !== '' && issue.message !== 'Invalid input';
}
