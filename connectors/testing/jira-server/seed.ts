import { Store } from './store.ts';

export const projects = [
  { id: '10000', key: 'ENG', name: 'Engineering', projectTypeKey: 'software' },
  { id: '10001', key: 'OPS', name: 'Operations', projectTypeKey: 'business' },
];
export const issueTypes = [
  { id: '10101', name: 'Task', subtask: false },
  { id: '10102', name: 'Bug', subtask: false },
  { id: '10103', name: 'Epic', subtask: false },
];
export const priorities = ['Highest', 'High', 'Medium', 'Low', 'Lowest'].map((name, index) => {
  return { id: String(index + 1), name };
});
export const users = [
  { accountId: '5b10a2844c20165700ede21g', displayName: 'Sam Solver', emailAddress: 'sam@example.com', active: true },
  { accountId: '5b10ac8d82e05b22cc7d4ef5', displayName: 'Pia Planner', emailAddress: 'pia@example.com', active: true },
];
export const me = users[0]!;

export const statuses = [
  { id: '1', name: 'To Do' },
  { id: '2', name: 'In Progress' },
  { id: '3', name: 'Done' },
];
/** From each status to the two others. */
export const transitions = statuses.map((to) => ({ id: `${to.id}1`, name: to.name, to }));

export const linkTypes = [
  { id: '10200', name: 'Blocks', inward: 'is blocked by', outward: 'blocks' },
  { id: '10201', name: 'Relates', inward: 'relates to', outward: 'relates to' },
];
export const fields = [
  ...['summary', 'description', 'status', 'priority', 'assignee', 'reporter', 'labels', 'project', 'issuetype'],
  ...['parent', 'duedate', 'components', 'fixVersions', 'created', 'customfield_10010'],
].map((id) => ({ id, key: id, name: id === 'customfield_10010' ? 'Severity' : id, custom: id.startsWith('custom') }));
export const boards = [
  { id: 1, name: 'ENG board', type: 'scrum', project: 'ENG' },
  { id: 2, name: 'OPS board', type: 'kanban', project: 'OPS' },
];

/** A site with 25 issues in one project and one in another. */
export function seedStore(): Store {
  const store = new Store();
  for (let index = 1; index <= 25; index += 1) {
    const issue = store.addIssue('ENG', issueFields('ENG', { summary: `Thing ${index}`, labels: ['seed'] }));
    if (index <= 5) issue.sprintId = 1;
  }
  store.addIssue('OPS', issueFields('OPS', { summary: 'Move offices' }));
  return store;
}

/** The fields of a new issue as the vendor answers them, with what it fills in. */
export function issueFields(projectKey: string, given: Record<string, unknown>): Record<string, unknown> {
  return {
    created: new Date().toISOString().replace('Z', '+0000'),
    status: statuses[0],
    priority: priorities[2],
    assignee: null,
    reporter: me,
    labels: [],
    description: null,
    issuetype: issueTypes[0],
    ...given,
    project: projects.find((project) => project.key === projectKey),
  };
}
