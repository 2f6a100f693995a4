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

const activity = z.strictObject({
  subject: text.optional(),
  type: z.string().optional(),
  owner_id: id.optional(),
  deal_id: id.nullable().optional(),
  lead_id: z.uuid().nullable().optional(),
  org_id: id.nullable().optional(),
  project_id: id.nullable().optional(),
  participants: z.array(z.strictObject({ person_id: id, primary: z.boolean().optional() })).optional(),
  due_date: z.iso.date().optional(),
  due_time: z.string().optional(),
  duration: z.string().optional(),
  busy: z.boolean().optional(),
  done: z.boolean().optional(),
  location: z.record(z.string(), z.string()).optional(),
  attendees: z.array(z.record(z.string(), z.unknown())).optional(),
  public_description: z.string().optional(),
  note: z.string().optional(),
  priority: id.nullable().optional(),
  outcome: id.nullable().optional(),
});
const price = z.object({ currency: z.string().length(3), price: z.number() });
const product = {
  code: z.string().optional(),
  description: z.string().optional(),
  unit: z.string().optional(),
  tax: z.number().min(0).optional(),
  category: id.optional(),
  owner_id: shared.owner_id,
  is_linkable: z.boolean().optional(),
  visible_to: shared.visible_to,
  prices: z.array(price).optional(),
  custom_fields: shared.custom_fields,
};
const pipeline = { is_deal_probability_enabled: z.boolean().optional() };
const stage = {
  deal_probability: z.int().min(0).max(100).optional(),
  is_deal_rot_enabled: z.boolean().optional(),
  days_to_rotten: id.nullable().optional(),
};
const noteTargets = {
  deal_id: id.optional(),
  lead_id: z.uuid().optional(),
  person_id: id.optional(),
  org_id: id.optional(),
  project_id: id.optional(),
};
const lead = {
  owner_id: id.optional(),
  label_ids: z.array(z.uuid()).optional(),
  person_id: id.nullable().optional(),
  organization_id: id.nullable().optional(),
  value: z
    .strictObject({ amount: z.number(), currency: z.string().length(3) })
    .nullable()
    .optional(),
  expected_close_date: z.iso.date().nullable().optional(),
  visible_to: z.enum(['1', '3', '5', '7']).optional(),
  was_seen: z.boolean().optional(),
};

export interface Bodies {
  added: z.ZodType<Record<string, unknown>>;
  changed: z.ZodType<Record<string, unknown>>;
}

/** What each kind takes: `added` has the fields that must be there. */
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
  activities: { added: activity, changed: activity },
  products: {
    added: z.strictObject({ name: text, ...product }),
    changed: z.strictObject({ name: text.optional(), ...product }),
  },
  pipelines: {
    added: z.strictObject({ name: text, ...pipeline }),
    changed: z.strictObject({ name: text.optional(), ...pipeline }),
  },
  stages: {
    added: z.strictObject({ name: text, pipeline_id: id, ...stage }),
    changed: z.strictObject({ name: text.optional(), pipeline_id: id.optional(), ...stage }),
  },
  notes: {
    added: z
      .strictObject({ content: z.string().min(1), ...noteTargets })
      .refine((note) => Object.keys(note).length > 1, 'one of deal_id, lead_id, person_id, org_id must be given'),
    changed: z.strictObject({ content: z.string().min(1).optional(), ...noteTargets }),
  },
  leads: {
    added: z
      .strictObject({ title: text, origin_id: z.string().optional(), ...lead })
      .refine((one) => one.person_id || one.organization_id, 'a lead must be linked to a person or an organization'),
    changed: z.strictObject({ title: text.optional(), is_archived: z.boolean().optional(), ...lead }),
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
  deal_id: number,
  lead_id: z.uuid().optional(),
  done: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
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

/** Paging of API v1 */
export const offsetQuery = z.object({
  start: z.coerce.number().pipe(z.int().min(0)).default(0),
  limit: z.coerce.number().pipe(z.int().min(1).max(500)).default(100),
});
/** The filters of notes and leads in API v1 */
export const v1Filters = z.object({
  owner_id: number,
  user_id: number,
  deal_id: number,
  lead_id: z.uuid().optional(),
  person_id: number,
  org_id: number,
  organization_id: number,
});

/** The first problem in the vendor's way of putting it: "name: Field is missing in the request". */
export function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'invalid request';
  if (issue.code === 'unrecognized_keys') return `${issue.keys[0]}: Field is not allowed`;
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return `${issue.path.join('.') || 'body'}: ${missing ? 'Field is missing in the request' : issue.message}`;
}
