import { App } from '#bridge-protocol/entities/app.ts';
import type { ApiClient } from './client.ts';

/** An app as the user sees it, with the user's accounts of it. Throws `unknown_app`. */
export function getApp(api: ApiClient, name: string): Promise<App> {
  return api.send({ method: 'POST', path: `/apps/${encodeURIComponent(name)}/get/`, answer: App });
}
