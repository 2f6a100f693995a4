import { codeOf } from './code.js';
import { byId, describeError, element } from './dom.js';
import { groups, samplesOf } from './samples.js';

const form = byId('call', HTMLFormElement);
const method = byId('method', HTMLSelectElement);
const example = byId('example', HTMLSelectElement);
const argumentsField = byId('arguments', HTMLTextAreaElement);
const problem = byId('arguments-problem', HTMLParagraphElement);
const code = byId('code', HTMLElement);
const copy = byId('copy', HTMLButtonElement);
const run = byId('run', HTMLButtonElement);
const spoken = byId('spoken', HTMLParagraphElement);
const results = byId('results', HTMLOListElement);

const KEPT = 10;

/** @param {(method: string, args: unknown[]) => unknown} call Calls the method of the current instance */
export function startConsole(call) {
  for (const { title, methods } of groups) {
    const options = Object.keys(methods).map((name) => element('option', { value: name }, name));
    method.append(element('optgroup', { label: title }, ...options));
  }
  method.value = 'invokeFunction';
  showExamples();

  method.addEventListener('change', showExamples);
  example.addEventListener('change', showExample);
  argumentsField.addEventListener('input', showCode);
  copy.addEventListener('click', () => void copyCode());
  form.addEventListener('submit', (submission) => {
    submission.preventDefault();
    const args = readArguments();
    if (args) void runCall(method.value, () => call(method.value, args));
  });
}

function showExamples() {
  const options = samplesOf(method.value).map(({ title }, index) => element('option', { value: String(index) }, title));
  example.replaceChildren(...options);
  showExample();
}

function showExample() {
  const args = samplesOf(method.value)[Number(example.value)]?.args ?? [];
  argumentsField.value = JSON.stringify(args, undefined, 2);
  argumentsField.rows = Math.min(Math.max(argumentsField.value.split('\n').length, 3), 12);
  showCode();
}

function showCode() {
  const args = readArguments();
  run.disabled = copy.disabled = args === undefined;
  if (args) code.textContent = codeOf(method.value, args);
}

/** @returns {unknown[] | undefined} */
function readArguments() {
  const args = parse(argumentsField.value.trim() || '[]');
  const wrong = args instanceof Error ? args.message : Array.isArray(args) ? '' : 'Write an array: ["sandbox"]';
  problem.textContent = wrong;
  argumentsField.setAttribute('aria-invalid', String(wrong !== ''));
  return wrong === '' ? /** @type {unknown[]} */ (args) : undefined;
}

/** @param {string} text @returns {unknown} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

/** Several calls may be under way at once: each has an entry of its own. @param {string} name @param {() => unknown} call */
async function runCall(name, call) {
  const started = performance.now();
  const outcome = element('span', { class: 'outcome' }, 'waiting …');
  const output = element('pre', { tabindex: '0', role: 'region', 'aria-label': `Result of ${name}` });
  const title = element('summary', {}, element('code', {}, name), outcome);
  const entry = element('details', { 'data-state': 'pending', open: true }, title, output);

  for (const older of results.querySelectorAll('details')) older.open = false;
  results.prepend(element('li', {}, entry));
  while (results.children.length > KEPT) results.lastElementChild?.remove();

  /** @param {string} state @param {string} text @param {unknown} value */
  const show = (state, text, value) => {
    entry.dataset['state'] = state;
    outcome.textContent = `${text} after ${Math.round(performance.now() - started)} ms`;
    output.textContent = JSON.stringify(value, undefined, 2) ?? 'undefined';
    spoken.textContent = `${name} ${outcome.textContent}`;
  };

  try {
    show('resolved', 'resolved', await call());
  } catch (error) {
    const { code, message } = describeError(error);
    show('rejected', `rejected: ${code}`, { code, message });
  }
}

async function copyCode() {
  await navigator.clipboard.writeText(code.textContent ?? '').then(
    () => (copy.textContent = 'Copied'),
    () => (copy.textContent = 'Not allowed'),
  );
  copy.addEventListener('blur', () => (copy.textContent = 'Copy'), { once: true });
}
