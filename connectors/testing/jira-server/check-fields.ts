import * as z from 'zod';
import { fields, issueTypes, priorities, projects, users } from './seed.ts';

const block: z.ZodType = z.looseObject({ type: z.string() });
/** The Atlassian Document Format, as far as it tells a document from a text. */
export const adf = z.strictObject({ type: z.literal('doc'), version: z.literal(1), content: z.array(block) });

type Fields = Record<string, unknown>;
type Checked = { fields: Fields } | { errors: Record<string, string> };

const named = z.union([z.strictObject({ name: z.string() }), z.strictObject({ id: z.string() })]);
const user = z.union([z.strictObject({ id: z.string() }), z.strictObject({ accountId: z.string().nullable() })]);

/** The given fields of an issue as the vendor keeps them, or what it finds wrong with them, by field. */
export function checkFields(given: Fields, isNew: boolean): Checked {
  const errors: Record<string, string> = {};
  if (isNew && !given.project) errors.project = 'Specify a valid project ID or key';
  if (isNew && !given.issuetype) errors.issuetype = 'Specify an issue type';
  if (isNew && !given.summary) errors.summary = 'You must specify a summary of the issue.';
  const kept: Fields = {};
  for (const [name, value] of Object.entries(given)) {
    const result = checkField(name, value);
    if (typeof result === 'string') errors[name] = result;
    else kept[name] = result.value;
  }
  return Object.keys(errors).length > 0 ? { errors } : { fields: kept };
}

/** What is kept, or the problem. */
function checkField(name: string, value: unknown): { value: unknown } | string {
  if (!fields.some((field) => field.id === name)) {
    return `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`;
  }
  if (name === 'description')
    return adf.safeParse(value).success
      ? { value }
      : 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
  if (name === 'project') return found(projects, value, 'Specify a valid project ID or key');
  if (name === 'issuetype') return found(issueTypes, value, 'Specify a valid issue type');
  if (name === 'priority') return found(priorities, value, 'The priority selected is invalid.');
  if (name !== 'assignee' && name !== 'reporter') return { value };
  const ref = user.safeParse(value).data;
  const id = ref && ('id' in ref ? ref.id : ref.accountId);
  const known = users.find((one) => one.accountId === id);
  return known ? { value: known } : `User '${id}' does not exist.`;
}

function found(all: readonly { id: string; name: string }[], value: unknown, problem: string) {
  const key = z.strictObject({ key: z.string() }).safeParse(value).data?.key;
  const ref = named.safeParse(value).data;
  const one = all.find((item) => {
    if (key !== undefined) return Reflect.get(item, 'key') === key;
    return ref && ('id' in ref ? item.id === ref.id : item.name === ref.name);
  });
  return one ? { value: one } : problem;
}
