import type { AppFile } from './app-file.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import type { Settings } from './settings.ts';

const PATTERN = /^(?:\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/;

/** The host names of `hosts`, a setting's `{name}` standing for its host. */
export function readHosts(app: AppFile, file: string, settings: Settings): string[] {
  return app.hosts.map((host, index) => {
    const expanded = settings.expand(host);
    const name = expanded === host ? host : URL.parse(expanded)?.hostname;
    if (!name || !PATTERN.test(name)) {
      throw invalidConnector(
        file,
        `/hosts/${index}`,
        `"${host}" must be a host name ("api.example.com", "*.example.com") or a setting`,
      );
    }
    return name;
  });
}

/** True where one of the patterns (see `Manifest.hosts`) names the host. */
export function allowsHost(patterns: readonly string[], hostname: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === '*' || pattern === hostname) return true;
    return pattern.startsWith('*.') && hostname.endsWith(pattern.slice(1));
  });
}

/** Plain http is for this machine, and for what the operator wrote into a setting. */
export function isSecure(url: URL, settings: Settings): boolean {
  if (url.protocol === 'https:') return true;
  if (url.protocol !== 'http:') return false;
  return settings.covers(url.origin) || /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
}
