import type { Defence, Edit } from '../attack.ts';

const asMarkup = (file: string, from: string, expression: string): Edit => ({
  file: `widget/lib/${file}.svelte`,
  from,
  to: from.replace(`{${expression}}`, `{@html ${expression}}`),
});

/** Svelte writes texts as text; here it is told that they are markup. */
export const textsAreText: Defence = [
  asMarkup('ui/AppCard', '<strong>{title}</strong>', 'title'),
  asMarkup('ui/AppCard', '>{description}</span>', 'description'),
  asMarkup('ui/ScreenHeader', '>{title}</h1>', 'title'),
  asMarkup('ui/AccountRow', '<strong>{name}</strong>', 'name'),
  asMarkup('ui/ErrorNote', '<small>{detail}</small>', 'detail'),
  asMarkup('ui/ErrorNote', '    {text}\n', 'text'),
  asMarkup('screens/Functions', '<strong>{meta.ui.title}</strong>', 'meta.ui.title'),
  asMarkup('screens/Functions', '>{description}</p>', 'description'),
];

export const onlyOurScriptsRun: Defence = [
  {
    file: 'server/embed/shell.ts',
    from: '`script-src ${scripts}`',
    to: "`script-src 'unsafe-inline' ${assets.slice(0, scripts.length)}`",
  },
];

/** Chromium's second layer: no text becomes markup but by the one policy of Svelte's templates. */
export const markupIsTrusted: Defence = [
  { file: 'server/embed/shell.ts', from: `        "require-trusted-types-for 'script'",\n`, to: '' },
  { file: 'server/embed/shell.ts', from: "        'trusted-types svelte-trusted-html',\n", to: '' },
];

export const linksLeadToTheWeb: Defence = [
  {
    file: 'widget/lib/ui/safe-url.ts',
    from: "return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;",
    to: 'return url.href;',
  },
];
