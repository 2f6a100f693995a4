import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { PublicFiles } from './embed/public-files.ts';
import type { AppEnv } from './http/app-env.ts';
import { cors } from './http/cors.ts';
import { answerErrors, answerMethodNotAllowed, answerNotFound } from './http/error-response.ts';
import { requestId } from './http/request-id.ts';
import { requestLog } from './http/request-log.ts';
import { securityHeaders } from './http/security-headers.ts';
import { appRoutes } from './routes/apps.ts';
import { connectAttemptRoutes } from './routes/connect-attempts.ts';
import { connectLinkRoutes } from './routes/connect-links.ts';
import { connectedAccountRoutes } from './routes/connected-accounts.ts';
import { embedRoutes } from './routes/embed.ts';
import { eventRoutes } from './routes/events.ts';
import { functionRoutes } from './routes/functions.ts';
import { healthRoutes } from './routes/health.ts';
import { linkPageRoutes } from './routes/link-pages.ts';
import { oauthCallbackRoutes } from './routes/oauth-callback.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { popupRoutes } from './routes/popup.ts';
import { publicFileRoutes } from './routes/public-files.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { userRoutes } from './routes/users.ts';
import { verifySdkConfigRoutes } from './routes/verify-sdk-config.ts';
import { webhookEndpointRoutes } from './routes/webhook-endpoints.ts';
import type { Services } from './services.ts';

/** The whole HTTP side. Paths are declared without a slash at the end and answer with one too. */
export function createApp(services: Services, files: PublicFiles): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ strict: false });
  app.onError(answerErrors(services.log));
  app.notFound(answerNotFound);
  app.use(requestId(), requestLog(services.log), securityHeaders(services.config.publicUrl), cors());
  app.use(methodNotAllowed({ app, onMethodNotAllowed: answerMethodNotAllowed }));

  app.route('/', sessionRoutes(services));
  app.route('/', verifySdkConfigRoutes(services));
  app.route('/', appRoutes(services));
  app.route('/', functionRoutes(services));
  app.route('/', connectedAccountRoutes(services));
  app.route('/', connectAttemptRoutes(services));
  app.route('/', popupRoutes(services));
  app.route('/', connectLinkRoutes(services));
  app.route('/', linkPageRoutes(services));
  app.route('/', oauthCallbackRoutes(services));
  app.route('/', eventRoutes(services));
  app.route('/', userRoutes(services));
  app.route('/', webhookEndpointRoutes(services));
  app.route('/', embedRoutes(services, files.shell));
  app.route('/', publicFileRoutes(services, files));
  app.route('/', healthRoutes(services));
  app.route('/', openApiRoutes(app, services.config.publicUrl));
  return app;
}
