import { startWorld, type World } from '../harness/world.ts';
import { startPoisonedServer, type Poison } from './poisoned-server.ts';

export interface PoisonedWorld extends World {
  hostUrl: string;
  /** A request to anybody but the customer's site and our server is one too many. */
  isKnown(url: string): boolean;
}

/** A world whose browsers see the server through a poisoned one. */
export async function startPoisonedWorld(poison?: Poison): Promise<PoisonedWorld> {
  const poisoned = await startPoisonedServer(poison);
  const world = await startWorld({ env: { PUBLIC_URL: poisoned.url } });
  const { stop } = world;
  poisoned.target = world.server.localUrl;
  const origins = [poisoned.url, world.site.originAt('host.localhost')];
  return Object.assign(world, {
    hostUrl: `${world.site.originAt('host.localhost')}/script-injection/host.html`,
    isKnown: (url: string) => origins.some((origin) => url.startsWith(`${origin}/`)),
    stop: async () => {
      await stop();
      poisoned.close();
    },
  });
}
