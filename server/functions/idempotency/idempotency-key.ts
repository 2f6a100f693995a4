import * as z from 'zod/mini';

const BARE = /^[!#-+\--~]{1,255}$/;
const QUOTED = /^"((?:[ !#-[\]-~]|\\["\\]){1,255})"$/;

/**
 * The header of draft-ietf-httpapi-idempotency-key-header: a string in quotes (RFC 9651 section 3.3.3), or without them, as
 * many clients send it. Both name the same key. A header that came twice is none.
 */
export const IdempotencyHeader = z.object({
  'idempotency-key': z.optional(
    z.pipe(
      z
        .string()
        .check(
          z.refine(
            (value) => BARE.test(value) || QUOTED.test(value),
            'has to be one key of 1 to 255 printable ASCII characters, such as a UUID',
          ),
        ),
      z.transform((value) => QUOTED.exec(value)?.[1]?.replace(/\\(.)/g, '$1') ?? value),
    ),
  ),
});
