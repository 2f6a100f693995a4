import type { CatalogueApp } from './catalogue.ts';

/** Where the app's icon is; null where it has none. */
export function iconUrlOf({ name, connector }: CatalogueApp, publicUrl: string): string | null {
  return connector.manifest.iconPath === null ? null : `${publicUrl}/icons/${name}`;
}
