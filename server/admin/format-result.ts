/** A command's output for people: a list as a table, one thing as a line per property. Nothing secret is added or cut. */
export function formatResult(output: unknown): string {
  if (!Array.isArray(output)) return formatRecord(asRecord(output));
  const records = output.map(asRecord);
  return records.length === 0 ? 'none\n' : formatTable(records);
}

type Row = Record<string, unknown>;

function formatRecord(record: Row): string {
  const entries = Object.entries(record).map(([key, value]) => [heading(key), cell(value)] as const);
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join('');
}

function formatTable(records: readonly Row[]): string {
  const keys = Object.keys(records[0] ?? {});
  const rows = [
    keys.map((key) => heading(key).toUpperCase()),
    ...records.map((record) => keys.map((key) => cell(record[key]))),
  ];
  const widths = keys.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((text, column) => text.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** `createdAt` reads `created at`. */
function heading(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  // Names come from outside: what could move the cursor or recolour the terminal is shown as its code.
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/\p{C}/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

function asRecord(value: unknown): Row {
  return typeof value === 'object' && value !== null ? { ...value } : { value };
}
