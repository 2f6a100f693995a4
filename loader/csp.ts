import { integryError, type IntegryError } from './integry-error.ts';

/** Calls `onBlocked` when the host page's own CSP keeps the server away, until `signal` aborts. */
export function watchCsp(origin: string, signal: AbortSignal, onBlocked: (error: IntegryError) => void): void {
  document.addEventListener(
    'securitypolicyviolation',
    ({ blockedURI, disposition, effectiveDirective }) => {
      if (disposition !== 'enforce' || !`${blockedURI}/`.startsWith(`${origin}/`)) return;
      if (!/^(frame|connect)/.test(effectiveDirective)) return;
      onBlocked(
        integryError('csp_blocked', `The page's Content-Security-Policy needs ${origin} in ${effectiveDirective}`),
      );
    },
    { signal },
  );
}
