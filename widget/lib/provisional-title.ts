/** What an app or a function is called until its title has come: `google-sheets` becomes `Google sheets`. */
export function provisionalTitle(name: string): string {
  const words = name.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
