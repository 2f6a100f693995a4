import type { Hono } from 'hono';
import { createApp } from '../app.ts';
import type { PublicFiles } from '../embed/public-files.ts';
import type { AppEnv } from '../http/app-env.ts';
import { staticFile } from '../http/static-file.ts';
import type { Services } from '../services.ts';

/** The HTTP side with a stand-in for what the build makes. Ask it with `app.request()`: it needs no port. */
export function testApp(services: Services): Hono<AppEnv> {
  const script = staticFile(new TextEncoder().encode('export {};'), 'text/javascript');
  const files: PublicFiles = {
    shell: {
      render: (config) => JSON.stringify(config),
      policy: (ancestors) => `frame-ancestors ${ancestors.join(' ')}`,
    },
    loader: new Map([['integry.js', script]]),
    assets: new Map([['_app/immutable/x.js', script]]),
  };
  return createApp(services, files);
}
