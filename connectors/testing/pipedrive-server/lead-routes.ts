import { randomUUID } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { Collection, Item } from './collection.ts';
import { answerOffsetPage, search } from './pages.ts';
import { invalid, invalidV1, notFound, notFoundV1 } from './refusals.ts';
import { jsonOf, now } from './requests.ts';
import { bodies, firstProblem, v1Filters } from './schemas.ts';
import { dealOf } from './seed.ts';

/** /api/v1/leads. The collection counts leads by numbers; outside they are known by `uuid`. */
export function leadRoutes(leads: Collection): Hono {
  const routes = new Hono();
  routes.get('/', (context) => {
    const filters = v1Filters.safeParse(context.req.query(), { reportInput: true });
    if (!filters.success) return invalidV1(context, firstProblem(filters.error));
    const wanted = Object.entries(filters.data).filter(([, value]) => value !== undefined);
    const found = leads.all().filter((lead) => wanted.every(([name, value]) => lead[name] === value));
    return answerOffsetPage(context, found.filter((lead) => lead.is_archived !== true).map(shown));
  });
  routes.post('/', async (context) => {
    const parsed = bodies.leads.added.safeParse(await jsonOf(context), { reportInput: true });
    if (!parsed.success) return invalidV1(context, firstProblem(parsed.error));
    return context.json({ success: true, data: shown(leads.add(leadOf(parsed.data))) }, 201);
  });
  routes.get('/:id', (context) => {
    const lead = leadAt(context, leads);
    return lead ? context.json({ success: true, data: shown(lead) }) : notFoundV1(context, 'Lead');
  });
  routes.patch('/:id', async (context) => {
    const lead = leadAt(context, leads);
    if (!lead) return notFoundV1(context, 'Lead');
    const parsed = bodies.leads.changed.safeParse(await jsonOf(context), { reportInput: true });
    if (!parsed.success) return invalidV1(context, firstProblem(parsed.error));
    Object.assign(lead, parsed.data, { update_time: now() });
    return context.json({ success: true, data: shown(lead) });
  });
  routes.delete('/:id', (context) => {
    const lead = leadAt(context, leads);
    if (!lead) return notFoundV1(context, 'Lead');
    leads.remove(lead.id);
    return context.json({ success: true, data: { id: lead.uuid } });
  });
  return routes;
}

/** What API v2 has of leads: searching, and making a deal of one. */
export function leadV2Routes(leads: Collection, deals: Collection): Hono {
  const conversions = new Map<string, { lead: unknown; deal_id: number }>();
  const routes = new Hono();
  routes.get('/search', (context) => search(context, leads, 'Lead', shown));
  routes.post('/:id/convert/deal', async (context) => {
    const lead = leadAt(context, leads);
    if (!lead) return notFound(context, 'Lead');
    const parsed = bodies.deals.changed.safeParse(await jsonOf(context), { reportInput: true });
    if (!parsed.success) return invalid(context, firstProblem(parsed.error));
    const { title, person_id, organization_id: org_id } = lead;
    const deal = deals.add(dealOf({ title, person_id, org_id, ...parsed.data }, now()));
    leads.remove(lead.id);
    const conversion_id = randomUUID();
    conversions.set(conversion_id, { lead: lead.uuid, deal_id: deal.id });
    return context.json({ success: true, data: { conversion_id }, additional_data: null });
  });
  routes.get('/:id/convert/status/:conversion', (context) => {
    const conversion_id = context.req.param('conversion');
    const found = conversions.get(conversion_id);
    if (!found || found.lead !== context.req.param('id')) return notFound(context, 'Conversion');
    const data = { conversion_id, status: 'completed', deal_id: found.deal_id };
    return context.json({ success: true, data, additional_data: null });
  });
  return routes;
}

function leadAt(context: Context, leads: Collection): Item | undefined {
  return leads.all().find((lead) => lead.uuid === context.req.param('id'));
}

function leadOf(fields: Record<string, unknown>): Record<string, unknown> {
  const time = now();
  return {
    uuid: randomUUID(),
    owner_id: 777,
    creator_id: 777,
    label_ids: [],
    person_id: null,
    organization_id: null,
    source_name: 'API',
    is_archived: false,
    was_seen: false,
    value: null,
    expected_close_date: null,
    visible_to: '3',
    add_time: time,
    update_time: time,
    ...fields,
  };
}

function shown({ uuid, ...lead }: Item): object {
  return { ...lead, id: uuid };
}
