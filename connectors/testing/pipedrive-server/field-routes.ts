import { Hono } from 'hono';
import { Collection } from './collection.ts';
import { answerPage } from './pages.ts';
import { invalid } from './refusals.ts';
import { firstProblem, listQuery } from './schemas.ts';

/** /api/v2/dealFields and its like: a few fields that all companies have, and a custom one with choices. */
export function fieldRoutes(kind: string): Hono {
  const fields = new Collection();
  for (const field of [...STANDARD, customField(kind)]) fields.add(field);
  const routes = new Hono();
  routes.get('/', (context) => {
    const query = listQuery.safeParse(context.req.query(), { reportInput: true });
    if (!query.success) return invalid(context, firstProblem(query.error));
    const page = fields.page(query.data.limit, query.data.cursor, () => true);
    return answerPage(context, page, ({ items }) => items.map(({ id: _id, ...field }) => field));
  });
  return routes;
}

const STANDARD = [
  { field_name: 'ID', field_code: 'id', field_type: 'int' },
  { field_name: 'Owner', field_code: 'owner_id', field_type: 'user' },
  { field_name: 'Created', field_code: 'add_time', field_type: 'date' },
].map((field) => ({
  ...field,
  options: null,
  subfields: null,
  is_custom_field: false,
  is_optional_response_field: false,
}));

function customField(kind: string) {
  return {
    field_name: `Size of the ${kind}`,
    field_code: '9f'.repeat(20),
    field_type: 'enum',
    options: [
      { id: 1, label: 'Small' },
      { id: 2, label: 'Large' },
    ],
    subfields: null,
    is_custom_field: true,
    is_optional_response_field: false,
  };
}
