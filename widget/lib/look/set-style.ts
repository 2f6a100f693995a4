import type { Style } from './style.ts';

let names: string[] = [];

/** Sets the host's theme and tokens, or goes back to those of tokens.css; by CSSOM, which the shell's policy allows. */
export function setStyle(style: Style | undefined): void {
  const { style: own, dataset } = document.documentElement;
  for (const name of names) own.removeProperty(name);
  names = Object.keys(style?.properties ?? {});
  for (const name of names) own.setProperty(name, style!.properties[name]!);
  if (style && style.theme !== 'system') dataset.theme = style.theme;
  else delete dataset.theme;
}
