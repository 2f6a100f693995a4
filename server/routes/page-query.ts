import * as z from 'zod/mini';

const DEFAULT_SIZE = 30;
/** Integry's client asks for 9,999 where it wants all; it follows the cursor too. */
const MAX_SIZE = 1_000;

/** `page_size` of a list; more than 1,000 means 1,000. */
export const PageSize = z.pipe(
  z._default(z.string().check(z.regex(/^[1-9]\d{0,5}$/, 'has to be a positive whole number')), String(DEFAULT_SIZE)),
  z.transform((size) => Math.min(Number(size), MAX_SIZE)),
);

/** `_cursor` of a list's body; Integry's client sends an empty one for the first page. */
export const CursorBody = z.looseObject({ _cursor: z.nullish(z.string().check(z.maxLength(512))) });

/** A body that Integry's clients send where nothing of it is used. */
export const IgnoredBody = z.looseObject({});

/** `search` of a list. */
export const Search = z._default(z.string().check(z.maxLength(200)), '');
