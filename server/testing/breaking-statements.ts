/** What the version before cannot live with, in a table or function that it knows. */
const rules: readonly [pattern: RegExp, why: string][] = [
  [/\bdrop\b/, 'it may read, write or rely on what is dropped'],
  [/\brename\b/, 'it knows only the old name'],
  [/\b(truncate|delete from)\b/, 'it may need the rows'],
  [/\balter (column )?\w+ (set data )?type\b/, 'it reads and writes the old type'],
  [/\bset not null\b/, 'it may write null'],
  [
    /\badd (column )?(if not exists )?\w+ (?!.*\b(default|generated)\b)[^,]*\bnot null\b/,
    'it does not write the column',
  ],
  [/\badd (constraint|check|unique|primary key|foreign key|exclude)\b/, 'it may write what is refused from now on'],
  [/\bcreate unique index\b/, 'it may write what is refused from now on'],
  [
    /\b(revoke|create (or replace )?(policy|trigger|rule)|row level security)\b/,
    'it may do what is refused from now on',
  ],
  [/\bcreate or replace function\b/, 'it calls the old one'],
];

/** A check that takes the place of the one of the same name. That it is the wider one is for the reviewer to see. */
const replacedCheck = /drop constraint (\w+),\s*add constraint \1 check\b/g;
const target = /\b(?:table|on|from|truncate|update)(?: only| function)?(?: if (?:not )?exists)? ([a-z_]\w*)/;

/** Those of a migration's statements that a server of the version before cannot live with, each with the reason. */
export function breakingStatements(statements: readonly string[]): string[] {
  const made = new Set<string>();
  return statements.flatMap((statement) => {
    const text = statement.toLowerCase().replace(/"/g, '').replace(/\s+/g, ' ').trim();
    const thing = /^create (?:table (?:if not exists )?|function )(\w+)/.exec(text)?.[1];
    if (thing !== undefined) made.add(thing);
    if (made.has(thing ?? target.exec(text)?.[1] ?? '')) return [];
    const rule = rules.find(([pattern]) => pattern.test(text.replace(replacedCheck, '')));
    return rule ? [`${statement.trim()}\n-- ${rule[1]}`] : [];
  });
}
