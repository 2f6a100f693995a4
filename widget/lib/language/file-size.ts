import { language } from './language.svelte.ts';

/** A number of bytes, for the user to read: 500 bytes, 12 kB, 3.5 MB. */
export function fileSize(bytes: number): string {
  if (bytes < 1_000) return format(bytes, { unit: 'byte', unitDisplay: 'long' });
  if (bytes < 1e6) return format(bytes / 1_000, { unit: 'kilobyte', maximumFractionDigits: 0 });
  return format(bytes / 1e6, { unit: 'megabyte', minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

function format(amount: number, options: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(language.locale, { style: 'unit', ...options }).format(amount);
}
