import { Hono } from 'hono';
import { DomainError } from '../errors.ts';
import type { PublicFiles } from '../embed/public-files.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readStaticFile, sendFile, type StaticFile } from '../http/static-file.ts';
import type { Services } from '../services.ts';

/** Any page may load it, a cross-origin isolated one too. */
const open = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };
const revalidated = { ...open, 'Cache-Control': 'no-cache' };
const immutable = { ...open, 'Cache-Control': 'public, max-age=31536000, immutable' };
/** An icon is a picture: opened as a page, an SVG of it may run and load nothing. */
const picture = {
  ...open,
  'Cache-Control': 'public, max-age=3600',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
};

/** The loader, the widget's assets and the apps' icons. */
export function publicFileRoutes({ catalogue }: Services, { loader, assets }: PublicFiles): Hono<AppEnv> {
  const icons = new Map<string, Promise<StaticFile>>();
  return new Hono<AppEnv>()
    .get('/v1/:file{integry\\.m?js}', (c) => sendFile(c, found(loader.get(c.req.param('file'))), revalidated))
    .get('/assets/*', (c) => {
      const path = c.req.path.slice('/assets/'.length);
      // The build puts a hash of the content into the names below this folder.
      const headers = path.startsWith('_app/immutable/') ? immutable : revalidated;
      return sendFile(c, found(assets.get(path)), headers);
    })
    .get('/icons/:app', async (c) => {
      const { name, connector } = catalogue.findApp(c.req.param('app'));
      const { iconPath } = connector.manifest;
      if (iconPath === null) throw notFound();
      const icon = icons.get(name) ?? readStaticFile(iconPath);
      icons.set(name, icon);
      return sendFile(c, await icon, picture);
    });
}

function found(file: StaticFile | undefined): StaticFile {
  if (!file) throw notFound();
  return file;
}

function notFound(): DomainError {
  return new DomainError('not_found', 'There is no such file.');
}
