import type { HttpBindings } from '@hono/node-server';
import type { Backend, Identity } from '../sessions/identity.ts';

/** What middleware leaves for the handlers after it. */
export interface AppEnv {
  Bindings: Partial<HttpBindings>;
  Variables: {
    /** Stands in the answer's `X-Request-Id`, in error bodies and in the log */
    requestId: string;
    /** Set by `authenticate` and `authenticateSession` */
    identity: Identity;
    /** Set by `authenticateBackend` */
    backend: Backend;
    /** An origin that may read the answer: it is on the workspace's list */
    readableBy: string | undefined;
  };
}
