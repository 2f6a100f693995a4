import { me } from './seed.ts';
import type { Issue } from './store.ts';

interface Query {
  accepts: (issue: Issue) => boolean;
  isBounded: boolean;
  isDescending: boolean;
}

const CLAUSE = /^(\w+)\s*(=|!=|~)\s*("[^"]*"|[\w-]+(?:\(\))?)$/;

/**
 * The part of JQL that tests use: clauses of project, status, summary, text, labels, assignee and key, joined by AND, and
 * ORDER BY key or created. Undefined for what it cannot read.
 */
export function readJql(jql: string): Query | undefined {
  const [where = '', order = ''] = jql.split(/\border by\b/i, 2);
  const clauses = where.trim() === '' ? [] : where.trim().split(/\s+and\s+/i);
  const tests = clauses.map(readClause);
  if (tests.some((test) => test === undefined) || !/^(?:\s*(?:key|created)(?:\s+(?:asc|desc))?\s*)?$/i.test(order))
    return undefined;
  return {
    accepts: (issue) => tests.every((test) => test!(issue)),
    isBounded: tests.length > 0,
    isDescending: /desc\s*$/i.test(order),
  };
}

function readClause(clause: string): ((issue: Issue) => boolean) | undefined {
  const [, name = '', operator, quoted = ''] = CLAUSE.exec(clause) ?? [];
  if (!operator) return undefined;
  const wanted = quoted.replaceAll('"', '').replace('currentUser()', me.accountId).toLowerCase();
  return (issue) => {
    const texts = textsOf(issue, name.toLowerCase()).map((text) => text.toLowerCase());
    if (operator === '~') return texts.some((text) => text.includes(wanted));
    return texts.includes(wanted) === (operator === '=');
  };
}

/** A value as JQL compares it: by name, by key, by id. */
function textsOf(issue: Issue, name: string): string[] {
  if (name === 'key') return [issue.key];
  const value = issue.fields[name === 'text' ? 'summary' : name];
  return [value].flat().flatMap((one) => {
    if (typeof one !== 'object' || one === null) return typeof one === 'string' ? [one] : [];
    return Object.values(one).filter((part) => typeof part === 'string');
  });
}

export function findIssues(issues: readonly Issue[], query: Query): Issue[] {
  const found = issues.filter(query.accepts);
  return query.isDescending ? found.reverse() : found;
}
