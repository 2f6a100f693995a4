/**
 * Published pieces switch certificate checks off with every request, by `process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'`.
 * They get an environment that takes every assignment and keeps none, so Node never sees it.
 */
export function lockEnvironment(): void {
  const nothing = (): boolean => true;
  const environment = new Proxy(Object.create(null) as NodeJS.ProcessEnv, {
    set: nothing,
    defineProperty: nothing,
    deleteProperty: nothing,
    setPrototypeOf: nothing,
  });
  Object.defineProperty(process, 'env', { value: environment, writable: false, configurable: false, enumerable: true });
}
