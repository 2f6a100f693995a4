/** RFC 3986: everything but the unreserved characters. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Leaves what a path may hold (RFC 3986 `pchar` and "/"), so that a whole path keeps its slashes. */
export function encodePath(text: string): string {
  return percentEncode(text).replace(/%(?:2F|3A|40|21|24|26|27|28|29|2A|2B|2C|3B|3D)/g, decodeURIComponent);
}

/** Leaves the reserved characters that cannot end a query value or be read as a space. */
export function encodeReservedQuery(text: string): string {
  return percentEncode(text).replace(/%(?:2F|3A|3F|40|21|24|27|28|29|2A|2C|3B|5B|5D)/g, decodeURIComponent);
}
