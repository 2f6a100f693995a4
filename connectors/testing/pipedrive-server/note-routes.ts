import { Hono } from 'hono';
import type { Collection } from './collection.ts';
import { answerOffsetPage } from './pages.ts';
import { invalidV1, notFoundV1 } from './refusals.ts';
import { jsonOf, now } from './requests.ts';
import { bodies, firstProblem, v1Filters } from './schemas.ts';

/** /api/v1/notes */
export function noteRoutes(notes: Collection): Hono {
  const routes = new Hono();
  routes.get('/', (context) => {
    const filters = v1Filters.safeParse(context.req.query(), { reportInput: true });
    if (!filters.success) return invalidV1(context, firstProblem(filters.error));
    const wanted = Object.entries(filters.data).filter(([, value]) => value !== undefined);
    return answerOffsetPage(
      context,
      notes.all().filter((note) => wanted.every(([name, value]) => note[name] === value)),
    );
  });
  routes.post('/', async (context) => {
    const parsed = bodies.notes.added.safeParse(await jsonOf(context), { reportInput: true });
    if (!parsed.success) return invalidV1(context, firstProblem(parsed.error));
    const time = plainTime();
    const fields = { ...NO_TARGET, user_id: 777, active_flag: true, add_time: time, update_time: time };
    return context.json({ success: true, data: notes.add({ ...fields, ...parsed.data }) }, 201);
  });
  routes.get('/:id{[0-9]+}', (context) => {
    const note = notes.find(Number(context.req.param('id')));
    return note ? context.json({ success: true, data: note }) : notFoundV1(context, 'Note');
  });
  routes.put('/:id{[0-9]+}', async (context) => {
    const note = notes.find(Number(context.req.param('id')));
    if (!note) return notFoundV1(context, 'Note');
    const parsed = bodies.notes.changed.safeParse(await jsonOf(context), { reportInput: true });
    if (!parsed.success) return invalidV1(context, firstProblem(parsed.error));
    Object.assign(note, parsed.data, { update_time: plainTime() });
    return context.json({ success: true, data: note });
  });
  routes.delete('/:id{[0-9]+}', (context) => {
    const isThere = notes.remove(Number(context.req.param('id')));
    return isThere ? context.json({ success: true, data: true }) : notFoundV1(context, 'Note');
  });
  return routes;
}

const NO_TARGET = { deal_id: null, lead_id: null, person_id: null, org_id: null, project_id: null };

/** Notes have their times as "2026-01-01 10:20:00". */
function plainTime(): string {
  return now().replace('T', ' ').replace('Z', '');
}
