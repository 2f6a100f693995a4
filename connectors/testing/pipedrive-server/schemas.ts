import * as z from 'zod';

const id = z.int().positive();
const text = z.string('Field must be a string').min(1).max(255);
const contact = z.array(
  z.strictObject({ value: z.string(), primary: z.boolean().optional(), label: z.string().optional() }),
);
const shared = {
  owner_id: id.optional(),
  label_ids: z.array(id).optional(),
  visible_to: z.literal([1, 3, 5, 7]).optional(),
  custom_fields: z.record(z.string().regex(/^[0-9a-f]{40}$/), z.unknown()).optional(),
};

const person = {
  ...shared,
  org_id: id.nullable().optional(),
  emails: contact.optional(),
  phones: contact.optional(),
  marketing_status: z.enum(['no_consent', 'unsubscribed', 'subscribed', 'archived']).optional(),
  add_time: z.iso.datetime().optional(),
};
const organization = {
  ...shared,
  address: z.record(z.string(), z.string()).optional(),
  add_time: z.iso.datetime().optional(),
};
const deal = {
  ...shared,
  value: z.number().optional(),
  currency: z.string().length(3).optional(),
  person_id: id.nullable().optional(),
  org_id: id.nullable().optional(),
  pipeline_id: id.optional(),
  stage_id: id.optional(),
  status: z.enum(['open', 'won', 'lost', 'deleted']).optional(),
  probability: z.number().min(0).max(100).nullable().optional(),
  lost_reason: z.string().nullable().optional(),
  expected_close_date: z.iso.date().optional(),
};

/** What each kind takes: `added` has the one field that must be there. */
export const bodies = {
  persons: {
    added: z.strictObject({ name: text, ...person }),
    changed: z.strictObject({ name: text.optional(), ...person }),
  },
  organizations: {
    added: z.strictObject({ name: text, ...organization }),
    changed: z.strictObject({ name: text.optional(), ...organization }),
  },
  deals: {
    added: z.strictObject({ title: text, ...deal }),
    changed: z.strictObject({ title: text.optional(), ...deal }),
  },
} as const;

const number = z.coerce.number().pipe(id).optional();
/** Query parameters that every list takes, beside the filters of its kind. */
export const listQuery = z.object({
  limit: z.coerce.number().pipe(z.int().min(1).max(500)).default(100),
  cursor: z.string().optional(),
  ids: z.string().optional(),
  owner_id: number,
  org_id: number,
  person_id: number,
  pipeline_id: number,
  stage_id: number,
  status: z.string().optional(),
});
export const searchQuery = z.object({
  term: z.string('Field is missing in the request'),
  exact_match: z.enum(['true', 'false', '1', '0']).optional(),
  limit: z.coerce.number().pipe(z.int().min(1).max(100)).default(100),
  cursor: z.string().optional(),
});

/** The first problem in the vendor's way of putting it: "name: Field is missing in the request". */
export function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'invalid request';
  if (issue.code === 'unrecognized_keys') return `${issue.keys[0]}: Field is not allowed`;
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return `${issue.path.join('.') || 'body'}: ${missing ? 'Field is missing in the request' : issue.message}`;
}
