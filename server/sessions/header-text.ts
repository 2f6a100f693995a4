import { DomainError } from '../errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A header's value as the text its UTF-8 bytes are: Node hands each byte over as one character. */
export function headerText(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  try {
    return utf8.decode(Buffer.from(value, 'latin1'));
  } catch (cause) {
    throw new DomainError('invalid_argument', 'The header User-ID has to be UTF-8; the query takes it as well.', {
      cause,
    });
  }
}
