/** True where the URL is the base or below it, at the same origin, and brings no user name or password. */
export function isWithin(url: URL, baseUrl: string): boolean {
  const base = new URL(baseUrl);
  const folder = `${base.pathname.replace(/\/$/, '')}/`;
  return url.origin === base.origin && `${url.pathname}/`.startsWith(folder) && !url.username && !url.password;
}
