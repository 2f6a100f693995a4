/** The popup's start page, told which of the app's ways of connecting the user has chosen. */
export function startUrlFor(startUrl: string, scheme: string): string {
  const url = new URL(startUrl);
  url.searchParams.set('scheme', scheme);
  return url.href;
}
