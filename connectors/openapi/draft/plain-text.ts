const MAX_TITLE = 80;
const MAX_DESCRIPTION = 160;

/** "GitHub v3 REST API" is "GitHub"; undefined where nothing is left. */
export function plainTitle(text: string | undefined): string | undefined {
  const plain = withoutMarkup(text ?? '');
  const short = plain.replace(/(?:[\s,:-]+(?:v?\d+(?:\.\d+)*|rest|http|public|open|api|apis))+$/i, '');
  return (short || plain).slice(0, MAX_TITLE).trim() || undefined;
}

/** The first sentence of a description that may hold Markdown or HTML; undefined where it has none. */
export function firstSentence(text: string | undefined): string | undefined {
  const plain = withoutMarkup(text ?? '');
  const sentence = /^.*?[.!?](?=\s|$)/.exec(plain)?.[0] ?? plain;
  const short = sentence.length > MAX_DESCRIPTION ? `${sentence.slice(0, MAX_DESCRIPTION - 1).trimEnd()}…` : sentence;
  return short.replace(/\.$/, '').trim() || undefined;
}

function withoutMarkup(text: string): string {
  return text
    .slice(0, 4_000)
    .replace(/<[^<>]*>/g, ' ')
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/[#*`_]{1,6}(?=\S)|(?<=\S)[*`_]{1,3}|^[#>\s-]+/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}
