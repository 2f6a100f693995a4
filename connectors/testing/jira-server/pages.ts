import type { Context } from 'hono';
import type { Issue } from './store.ts';

function bounds(context: Context) {
  const startAt = Math.max(0, Number(context.req.query('startAt') ?? 0));
  const maxResults = Math.min(100, Number(context.req.query('maxResults') ?? 50));
  return { startAt, maxResults };
}

/** A page that names the next one by its URL, as the platform has it. */
export function pageBean(context: Context, all: readonly unknown[]) {
  const { startAt, maxResults } = bounds(context);
  const values = all.slice(startAt, startAt + maxResults);
  const end = startAt + values.length;
  const next = new URL(context.req.url);
  next.searchParams.set('startAt', String(end));
  next.searchParams.set('maxResults', String(maxResults));
  const isLast = end >= all.length;
  const link = isLast ? {} : { nextPage: next.href };
  return context.json({ self: context.req.url, ...link, maxResults, startAt, total: all.length, isLast, values });
}

/** A page with its items under a name of their own, as older and agile resources have it. */
export function pageOf(context: Context, name: string, all: readonly unknown[]) {
  const { startAt, maxResults } = bounds(context);
  const items = all.slice(startAt, startAt + maxResults);
  return context.json({ startAt, maxResults, total: all.length, [name]: items });
}

/** A page that is a bare array. */
export function arrayPage(context: Context, all: readonly unknown[]) {
  const { startAt, maxResults } = bounds(context);
  return context.json(all.slice(startAt, startAt + maxResults));
}

/** An issue with the fields that were asked for. */
export function shownIssue(issue: Issue, origin: string, asked: readonly string[] | undefined) {
  const { id, key, fields } = issue;
  const all = asked === undefined || asked.some((name) => name === '*all' || name === '*navigable');
  const entries = Object.entries(fields).filter(([name]) => all || asked.includes(name));
  return { id, key, self: `${origin}/rest/api/3/issue/${id}`, fields: Object.fromEntries(entries) };
}
