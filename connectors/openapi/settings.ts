import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import type { AppFile } from './app-file.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

interface SettingValue {
  /** An absolute URL without a slash at its end */
  url: string;
  /** The operator set it, so it outranks what an account says */
  isSet: boolean;
}

/**
 * An app's operator settings: addresses that differ per installation, such as that of a self-hosted GitLab. app.json
 * names the environment variable; `{name}` in its URLs and hosts, and in the document's servers, stands for the value.
 */
export class Settings {
  readonly #values: ReadonlyMap<string, SettingValue>;

  private constructor(values: ReadonlyMap<string, SettingValue>) {
    this.#values = values;
  }

  static read(app: Pick<AppFile, 'name' | 'settings'>, file: string, environment: Environment): Settings {
    const values = new Map<string, SettingValue>();
    for (const [name, setting] of Object.entries(app.settings)) {
      const pointer = `/settings/${name}`;
      const prefix = `${app.name.toUpperCase().replaceAll('-', '_')}_`;
      // Otherwise an app could send the server's own secrets to its vendor.
      if (!setting.env.startsWith(prefix)) {
        throw invalidConnector(file, `${pointer}/env`, `must start with the app's name: "${prefix}…"`);
      }
      const given = environment[setting.env] || undefined;
      const url = normalised(given ?? setting.default);
      if (given !== undefined && !url) {
        throw invalidConnector(
          file,
          pointer,
          `the environment variable ${setting.env} must be a URL such as "https://example.com"`,
        );
      }
      if (!url)
        throw invalidConnector(file, pointer, `set the environment variable ${setting.env} to the app's address`);
      values.set(name, { url, isSet: given !== undefined });
    }
    return new Settings(values);
  }

  get(name: string): SettingValue | undefined {
    return this.#values.get(name);
  }

  /** Puts the settings into a URL template; other placeholders stay. */
  expand(template: string): string {
    return template.replace(/\{([A-Za-z0-9_-]+)\}/g, (placeholder, name: string) => this.get(name)?.url ?? placeholder);
  }

  /** True for an origin that the operator or the app's author wrote down as a setting. */
  covers(origin: string): boolean {
    return [...this.#values.values()].some((value) => new URL(value.url).origin === origin);
  }
}

function normalised(text: string | undefined): string | undefined {
  const url = text === undefined ? null : URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    return undefined;
  return url.href.replace(/\/+$/, '');
}
