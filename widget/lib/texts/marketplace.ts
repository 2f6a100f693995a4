const names: Record<string, string> = { ai: 'AI', crm: 'CRM' };

/** What the marketplace says. */
export const marketplaceTexts = {
  title: 'Apps',
  search: 'Search apps',
  category: 'Category',
  allCategories: 'All categories',
  connected: 'Connected',
  others: 'More apps',
  all: 'All apps',
  isConnected: 'Connected',
  needsReconnect: 'Access ended',
  empty: 'There are no apps yet',
  emptyHint: 'Apps that are added will be here.',
  nothingFound: 'No app fits',
  nothingFoundHint: 'Try another word or another category.',
  found: (count: number) => (count === 1 ? '1 app' : `${count} apps`),
  /** `project-management` becomes "Project management". */
  categoryName: (category: string) =>
    names[category] ?? category.charAt(0).toUpperCase() + category.slice(1).replaceAll('-', ' '),
};
