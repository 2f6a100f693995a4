export interface Issue {
  id: string;
  key: string;
  fields: Record<string, unknown>;
  comments: Note[];
  worklogs: Note[];
  watchers: Set<string>;
  history: { id: string; items: { field: string; fromString: string; toString: string }[] }[];
  sprintId?: number;
}

/** A comment or a worklog. */
export interface Note {
  id: string;
  [field: string]: unknown;
}

export interface Attachment {
  id: string;
  filename: string;
  mimeType: string;
  size: number;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface Sprint {
  id: number;
  name: string;
  state: string;
  originBoardId: number;
  [field: string]: unknown;
}

/** Everything that one site holds. */
export class Store {
  readonly issues: Issue[] = [];
  readonly attachments: Attachment[] = [];
  readonly sprints: Sprint[] = [{ id: 1, name: 'Sprint 1', state: 'active', originBoardId: 1 }];
  readonly #counts = new Map<string, number>();
  #lastId = 10_000;

  nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  addIssue(project: string, fields: Record<string, unknown>): Issue {
    const count = (this.#counts.get(project) ?? 0) + 1;
    this.#counts.set(project, count);
    const about = { comments: [], worklogs: [], watchers: new Set<string>(), history: [] };
    const issue: Issue = { id: this.nextId(), key: `${project}-${count}`, fields, ...about };
    this.issues.push(issue);
    return issue;
  }

  find(idOrKey: string): Issue | undefined {
    return this.issues.find((issue) => issue.id === idOrKey || issue.key === idOrKey.toUpperCase());
  }
}
