/** What a list of functions says. */
export const functionTexts = {
  title: 'Functions',
  search: 'Search functions',
  app: 'App',
  allApps: 'All apps',
  empty: 'There are no functions yet',
  emptyHint: 'What the app can do will be here.',
  nothingFound: 'No function fits',
  nothingFoundHint: 'Try another word.',
  found: (count: number) => (count === 1 ? '1 function' : `${count} functions`),
};
