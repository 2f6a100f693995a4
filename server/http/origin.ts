/** The URL parser lets more through as a host, such as `*` and `;`, which mean something in a policy. */
const webOrigin = /^https?:\/\/([a-z\d._-]+|\[[\da-f:]+\])(:\d{1,5})?$/;
/** Schemes of native shells, such as `capacitor://localhost`: the URL parser gives them no origin of their own. */
const customSchemeOrigin = /^[a-z][a-z\d+.-]*:\/\/[a-z\d._-]+(:\d{1,5})?$/;

/** True for an origin exactly as a browser writes it in `Origin` (RFC 6454 section 6.2). `null` is none. */
export function isOrigin(value: string): boolean {
  if (value.length > 300) return false;
  const url = URL.parse(value);
  if (!url || url.protocol === 'file:') return false;
  if (url.protocol === 'http:' || url.protocol === 'https:') return url.origin === value && webOrigin.test(value);
  return customSchemeOrigin.test(value);
}
