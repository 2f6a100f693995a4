/** Whether each word of a search is somewhere in the title. */
export function fits(title: string, search: string): boolean {
  const text = title.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
