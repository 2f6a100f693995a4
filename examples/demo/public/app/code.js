const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const ONE_LINE = 36;

/** A call as one would write it. @param {string} method @param {unknown[]} args */
export function codeOf(method, args) {
  const call = `integry.${method}(${args.map((argument) => literal(argument, '')).join(', ')})`;
  return method === 'destroy' ? `${call};` : `const result = await ${call};`;
}

/** @param {unknown} value @param {string} indent @returns {string} */
function literal(value, indent) {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const [open, close, items] = Array.isArray(value)
    ? ['[', ']', value.map((item) => literal(item, inner))]
    : ['{', '}', Object.entries(value).map(([key, item]) => `${property(key)}: ${literal(item, inner)}`)];
  if (items.length === 0) return open + close;
  const line = items.join(', ');
  if (line.length < ONE_LINE && !line.includes('\n')) return open === '{' ? `{ ${line} }` : `[${line}]`;
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`;
}

/** @param {string} text */
function quoted(text) {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** @param {string} key */
function property(key) {
  return IDENTIFIER.test(key) ? key : quoted(key);
}
