/**
 * Tells the page's developer of an error that nobody can catch. Where there is `reportError`, the page's own monitoring
 * hears of it too; a server that imports the SDK has none.
 */
export function report(error: unknown): void {
  // eslint-disable-next-line no-console -- see above
  (globalThis.reportError ?? console.error)(error);
}
