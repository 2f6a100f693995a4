import { isMessageKey, t } from './language.svelte.ts';

/** A category of apps as a title. One that is an operator's own has no translation: `real-estate` becomes "Real estate". */
export function categoryName(category: string): string {
  const key = `category.${category}`;
  if (isMessageKey(key)) return t(key);
  return category.charAt(0).toUpperCase() + category.slice(1).replaceAll('-', ' ');
}
