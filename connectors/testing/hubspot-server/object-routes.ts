import { Hono, type Context } from 'hono';
import type { ObjectType } from './object-types.ts';
import { typeOf } from './associations.ts';
import { change, pageOf, pagingOf, type CrmRecord, type RecordStore } from './record-store.ts';
import { conflict, invalid, invalidProperties, notFound } from './refusals.ts';
import { bodies, firstProblem, listQuery, readBody } from './schemas.ts';
import { searchRecords } from './search-records.ts';
import type { Store } from './seed.ts';

/** Records of one type: /crm/v3/objects/contacts and its like. */
export function objectRoutes(name: string, type: ObjectType, store: Store): Hono {
  const routes = new Hono();
  const records = store.records.get(name)!;
  const find = (context: Context) =>
    records.find(context.req.param('id') ?? '', context.req.query('idProperty') ?? 'hs_object_id');
  const shown = (record: CrmRecord, properties: readonly string[] = [], associations: readonly string[] = []) =>
    answer(record, { name, type, store, properties, associations });
  const asked = (context: Context) => [words(context, 'properties'), words(context, 'associations')] as const;

  routes.get('/', (context) => {
    const query = listQuery.safeParse(context.req.query());
    if (!query.success) return invalid(context, firstProblem(query.error));
    const { limit, after, archived } = query.data;
    const page = pageOf(
      records.all().filter((record) => record.archived === archived),
      limit,
      after,
    );
    const results = page.results.map((record) => shown(record, ...asked(context)));
    return context.json({ results, ...pagingOf(page.after) });
  });
  routes.post('/', async (context) => {
    const read = await readBody(context, bodies.record);
    if ('problem' in read) return invalid(context, read.problem);
    const { properties, associations } = read.body;
    const refused = check(context, properties, type, records);
    if (refused) return refused;
    const record = records.add(properties);
    for (const { to, types } of associations) {
      const target = [...store.records].find(([, others]) => others.find(to.id))?.[0];
      if (target === undefined) return invalid(context, `No record with ID ${to.id} to associate with`);
      const given = types.map((one) => typeOf(one.associationCategory, one.associationTypeId));
      store.associations.add({ type: name, id: record.id }, { type: target, id: to.id }, given);
    }
    return context.json(record, 201);
  });
  routes.post('/search', async (context) => {
    const read = await readBody(context, bodies.search);
    if ('problem' in read) return invalid(context, read.problem);
    const found = searchRecords(records.all(), read.body);
    const page = pageOf(found, read.body.limit, read.body.after);
    const results = page.results.map((record) => shown(record, read.body.properties));
    return context.json({ total: found.length, results, ...pagingOf(page.after) });
  });
  routes.post('/batch/upsert', async (context) => {
    const read = await readBody(context, bodies.upsert);
    if ('problem' in read) return invalid(context, read.problem);
    const results = read.body.inputs.map(({ id, idProperty, properties }) => {
      const known = records.find(id, idProperty);
      if (known) change(known, properties);
      return { ...(known ?? records.add({ ...properties, [idProperty]: id })), new: !known };
    });
    return context.json({ status: 'COMPLETE', results });
  });
  routes.get('/:id', (context) => {
    const record = find(context);
    return record ? context.json(shown(record, ...asked(context))) : notFound(context);
  });
  routes.patch('/:id', async (context) => {
    const record = find(context);
    if (!record) return notFound(context);
    const read = await readBody(context, bodies.changes);
    if ('problem' in read) return invalid(context, read.problem);
    const refused = check(context, read.body.properties, type, records, record);
    if (refused) return refused;
    change(record, read.body.properties);
    return context.json(record);
  });
  routes.delete('/:id', (context) => {
    const record = find(context);
    if (record) record.archived = true;
    return context.body(null, 204);
  });
  return routes;
}

function words(context: Context, name: string): string[] {
  return context.req.query(name)?.split(',') ?? [];
}

/** The vendor's refusal of properties; undefined where they are in order. */
function check(
  context: Context,
  properties: Record<string, string>,
  type: ObjectType,
  records: RecordStore,
  own?: CrmRecord,
) {
  const unknown = Object.keys(properties).filter((name) => !type.properties.includes(name));
  if (unknown.length > 0) {
    const error = 'PROPERTY_DOESNT_EXIST';
    const problems = unknown.map((name) => ({ name, error, message: `Property "${name}" does not exist` }));
    return invalidProperties(context, problems);
  }
  const value = type.unique === undefined ? undefined : properties[type.unique];
  if (value === undefined || type.unique === undefined) return undefined;
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) {
    const message = `Email address ${value} is invalid`;
    return invalidProperties(context, [{ name: type.unique, error: 'INVALID_EMAIL', message }]);
  }
  const other = records.find(value, type.unique);
  return other && other !== own ? conflict(context, `Contact already exists. Existing ID: ${other.id}`) : undefined;
}

interface Shown {
  name: string;
  type: ObjectType;
  store: Store;
  properties: readonly string[];
  associations: readonly string[];
}

/** A record with the properties that were asked for, or the usual ones. */
function answer(record: CrmRecord, { name, type, store, properties, associations }: Shown): object {
  const asked = properties.filter((property) => type.properties.includes(property));
  const names = properties.length > 0 ? ['createdate', 'hs_object_id', ...asked] : type.defaults;
  const values = Object.fromEntries(names.map((property) => [property, record.properties[property] ?? null]));
  const linked = associations.map((other) => {
    const found = store.associations.list({ type: name, id: record.id }, other);
    return [other, { results: found.map(({ toObjectId }) => ({ id: String(toObjectId), type: `to_${other}` })) }];
  });
  const more = linked.length > 0 ? { associations: Object.fromEntries(linked) as object } : {};
  return { ...record, properties: values, ...more };
}
