import { Hono, type Context } from 'hono';
import { adf } from './check-fields.ts';
import { jsonOf, withIssue } from './issue-routes.ts';
import { pageOf } from './pages.ts';
import { invalid, notFound, refused } from './refusals.ts';
import { linkTypes, me, users } from './seed.ts';
import type { Attachment, Store } from './store.ts';
import * as z from 'zod';

const end = z.object({ key: z.string() });
const linkBody = z.object({ type: z.object({ name: z.string() }), inwardIssue: end, outwardIssue: end });

/** What is about an issue: comments, worklogs, watchers, attachments, links. */
export function activityRoutes(store: Store): Hono {
  const routes = new Hono();
  addComments(routes, store);
  addWorklogs(routes, store);
  addWatchers(routes, store);
  addAttachments(routes, store);
  addLinks(routes, store);
  return routes;
}

function addComments(routes: Hono, store: Store): void {
  const one = '/issue/:issue/comment/:id';
  routes.get(
    '/issue/:issue/comment',
    withIssue(store, (context, { comments }) => {
      const isReversed = context.req.query('orderBy') === '-created';
      return pageOf(context, 'comments', isReversed ? comments.toReversed() : comments);
    }),
  );
  routes.post(
    '/issue/:issue/comment',
    withIssue(store, async (context, { comments }) => {
      const { body } = await jsonOf(context);
      if (!adf.safeParse(body).success) return invalid(context, { comment: 'Comment body is not valid!' });
      const comment = { id: store.nextId(), author: me, body, created: new Date().toISOString() };
      comments.push(comment);
      return context.json(comment, 201);
    }),
  );
  routes.get(
    one,
    withIssue(store, (context, { comments }) => {
      const comment = comments.find(({ id }) => id === context.req.param('id'));
      return comment ? context.json(comment) : notFound(context);
    }),
  );
  routes.put(
    one,
    withIssue(store, async (context, { comments }) => {
      const comment = comments.find(({ id }) => id === context.req.param('id'));
      const { body } = await jsonOf(context);
      if (!comment) return notFound(context);
      if (!adf.safeParse(body).success) return invalid(context, { comment: 'Comment body is not valid!' });
      return context.json(Object.assign(comment, { body }));
    }),
  );
  routes.delete(
    one,
    withIssue(store, (context, { comments }) => without(context, comments)),
  );
}

function addWorklogs(routes: Hono, store: Store): void {
  routes.get(
    '/issue/:issue/worklog',
    withIssue(store, (context, { worklogs }) => pageOf(context, 'worklogs', worklogs)),
  );
  routes.post(
    '/issue/:issue/worklog',
    withIssue(store, async (context, { worklogs }) => {
      const { timeSpentSeconds, started, comment } = await jsonOf(context);
      if (typeof timeSpentSeconds !== 'number') return invalid(context, { timeLogged: 'Worklog must not be null.' });
      const isTime = started === undefined || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$/.test(String(started));
      if (!isTime)
        return invalid(context, { started: 'Invalid date format. Please enter the date in the ISO format.' });
      const worklog = { id: store.nextId(), author: me, timeSpentSeconds, started, comment };
      worklogs.push(worklog);
      return context.json(worklog, 201);
    }),
  );
  routes.delete(
    '/issue/:issue/worklog/:id',
    withIssue(store, (context, { worklogs }) => without(context, worklogs)),
  );
}

function addWatchers(routes: Hono, store: Store): void {
  routes.get(
    '/issue/:issue/watchers',
    withIssue(store, (context, { watchers }) => {
      const list = users.filter(({ accountId }) => watchers.has(accountId));
      return context.json({ watchCount: list.length, isWatching: watchers.has(me.accountId), watchers: list });
    }),
  );
  routes.post(
    '/issue/:issue/watchers',
    withIssue(store, async (context, { watchers }) => {
      const accountId = z
        .string()
        .catch('')
        .parse(await context.req.json().catch(() => ''));
      if (!users.some((user) => user.accountId === accountId)) return notFound(context);
      watchers.add(accountId);
      return context.body(null, 204);
    }),
  );
  routes.delete(
    '/issue/:issue/watchers',
    withIssue(store, (context, { watchers }) => {
      watchers.delete(context.req.query('accountId') ?? '');
      return context.body(null, 204);
    }),
  );
}

function addAttachments(routes: Hono, store: Store): void {
  routes.post(
    '/issue/:issue/attachments',
    withIssue(store, async (context) => {
      if (context.req.header('x-atlassian-token') !== 'no-check') return context.text('XSRF check failed', 403);
      const file = (await context.req.parseBody()).file;
      if (!(file instanceof File)) return refused(context, 400, ['No file part']);
      const bytes = new Uint8Array(await file.arrayBuffer());
      const attachment = { id: store.nextId(), filename: file.name, mimeType: file.type, size: file.size, bytes };
      store.attachments.push(attachment);
      return context.json([known(attachment)]);
    }),
  );
  const find = (context: Context) => store.attachments.find(({ id }) => id === context.req.param('id'));
  routes.get('/attachment/content/:id', (context) => {
    const attachment = find(context);
    if (!attachment) return notFound(context);
    if (context.req.query('redirect') !== 'false') return context.redirect('https://media.example.com/file', 303);
    return context.body(attachment.bytes, 200, { 'content-type': attachment.mimeType });
  });
  routes.get('/attachment/:id', (context) => {
    const attachment = find(context);
    return attachment ? context.json(known(attachment)) : notFound(context);
  });
  routes.delete('/attachment/:id', (context) => without(context, store.attachments));
}

function known({ bytes: _bytes, ...attachment }: Attachment) {
  return attachment;
}

function addLinks(routes: Hono, store: Store): void {
  routes.get('/issueLinkType', (context) => context.json({ issueLinkTypes: linkTypes }));
  routes.post('/issueLink', async (context) => {
    const body = linkBody.safeParse(await jsonOf(context)).data;
    const [inward, outward] = [body?.inwardIssue.key, body?.outwardIssue.key].map((key) => store.find(key ?? ''));
    const type = linkTypes.find(({ name }) => name === body?.type.name);
    if (!type) return refused(context, 404, ['No issue link type with this name found.']);
    if (!inward || !outward)
      return refused(context, 404, ['Issue does not exist or you do not have permission to see it.']);
    const id = store.nextId();
    const linked = (issue: typeof inward) => ({ id: issue.id, key: issue.key });
    inward.fields.issuelinks = [inward.fields.issuelinks ?? [], { id, type, outwardIssue: linked(outward) }].flat();
    outward.fields.issuelinks = [outward.fields.issuelinks ?? [], { id, type, inwardIssue: linked(inward) }].flat();
    return context.body(null, 201);
  });
  routes.delete('/issueLink/:id', (context) => {
    const id = context.req.param('id');
    for (const { fields } of store.issues) {
      const links = z
        .array(z.looseObject({ id: z.string() }))
        .catch([])
        .parse(fields.issuelinks);
      fields.issuelinks = links.filter((link) => link.id !== id);
    }
    return context.body(null, 204);
  });
}

/** Takes the item that the path names out of a list. */
function without(context: Context, items: { id: string }[]) {
  const index = items.findIndex(({ id }) => id === context.req.param('id'));
  if (index < 0) return notFound(context);
  items.splice(index, 1);
  return context.body(null, 204);
}
