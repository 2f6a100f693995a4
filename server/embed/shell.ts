import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DomainError } from '../errors.ts';

/** What the shell is told about the frame it stands in: the JSON block `#integry-config`. */
export interface ShellConfig {
  protocol: number;
  appKey: string;
  /** The host page's */
  origin: string;
  publicUrl: string;
  assetsUrl: string;
}

/** The widget's page, the same for every workspace but for its JSON block and its policy. */
export interface Shell {
  render(config: ShellConfig): string;
  /** The Content-Security-Policy under which these origins may frame it. */
  policy(frameAncestors: readonly string[]): string;
}

/** The build's stand-in for the address of its assets, which is known only when the server starts. */
const ASSETS_PLACEHOLDER = 'https://assets.invalid';
/** The page as built has an empty block, in the place where the widget looks for it. */
const CONFIG_BLOCK = /<script type="application\/json" id="integry-config">[^<]*<\/script>/;

export async function loadShell(file: string, assetsUrl: string): Promise<Shell> {
  const html = (await readFile(file, 'utf8')).replaceAll(ASSETS_PLACEHOLDER, assetsUrl);
  const [before, after] = html.split(CONFIG_BLOCK);
  if (before === undefined || after === undefined) {
    throw new DomainError('invalid_environment', `${file} has no place for its configuration. Run: npm run build`);
  }
  const assets = `${assetsUrl}/`;
  const scripts = [...inlineHashes(html, 'script'), assets].join(' ');
  const styles = [...inlineHashes(html, 'style'), assets].join(' ');
  return {
    render: (config) => `${before}${configBlock(config)}${after}`,
    policy: (ancestors) =>
      [
        "default-src 'none'",
        `script-src ${scripts}`,
        `style-src ${styles}`,
        "img-src 'self' https: data:",
        `font-src ${assets}`,
        "connect-src 'self'",
        // The one policy of Svelte's templates: no other text ever becomes markup or a script.
        "require-trusted-types-for 'script'",
        'trusted-types svelte-trusted-html',
        `frame-ancestors ${ancestors.length > 0 ? ancestors.join(' ') : "'none'"}`,
        "form-action 'none'",
        "base-uri 'none'",
      ].join('; '),
  };
}

/** CSP 3 section 2.3.1: an inline script or style runs if its hash is listed. */
function inlineHashes(html: string, tag: 'script' | 'style'): string[] {
  const elements = html.matchAll(new RegExp(`<${tag}\\b([^>]*)>([\\s\\S]*?)</${tag}>`, 'gi'));
  return [...elements]
    .filter(([, attributes = '']) => !/\bsrc=|\btype="?application\/json/i.test(attributes))
    .map(([, , text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
}

/** `<` is escaped so that no value can end the element. */
function configBlock(config: ShellConfig): string {
  const json = JSON.stringify(config).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="integry-config">${json}</script>`;
}
