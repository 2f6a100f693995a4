import { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';
import type { AppEnv } from '../http/app-env.ts';
import '../http/entities.ts';

const header = (name: string) => ({ type: 'apiKey', in: 'header', name }) as const;
const queryParameter = (name: string) => ({ type: 'apiKey', in: 'query', name }) as const;

/** /openapi.json, made of the routes' own schemas when it is first asked for. */
export function openApiRoutes(app: Hono<AppEnv>, publicUrl: string): Hono<AppEnv> {
  let document: ReturnType<typeof generateSpecs> | undefined;
  return new Hono<AppEnv>().get('/openapi.json', async (c) => {
    document ??= generateSpecs(app, {
      defaultValidationErrorResponse: false,
      documentation: {
        info: {
          title: 'Integry JS server',
          version: '1',
          description: 'Paths may end with a slash. Every error is an ErrorBody; every answer has an X-Request-Id.',
        },
        servers: [{ url: publicUrl }],
        components: {
          securitySchemes: {
            session: { type: 'http', scheme: 'bearer' },
            app_key: queryParameter('app_key'),
            user_id: queryParameter('user_id'),
            hash: queryParameter('hash'),
            app_key_header: header('App-Key'),
            user_id_header: header('User-ID'),
            hash_header: header('Hash'),
            app_secret: header('App-Secret'),
          },
        },
      },
    });
    return c.json(await document);
  });
}
