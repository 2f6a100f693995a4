import { byId, describeError, element } from './dom.js';

const KEPT = 100;
const list = byId('log', HTMLOListElement);
const empty = byId('log-empty', HTMLParagraphElement);

byId('clear', HTMLButtonElement).addEventListener('click', () => {
  list.replaceChildren();
  empty.hidden = false;
});

/** @param {string} name @param {any} payload */
function summaryOf(name, payload) {
  if (name === 'ready') return 'credentials are valid';
  if (name === 'error') return `${payload?.code}: ${payload?.message}`;
  return `${payload?.title ?? payload?.name}, account ${payload?.connected_account_id}`;
}

/** Newest first. @param {string} name @param {unknown} payload */
export function logEvent(name, payload) {
  const now = new Date();
  const entry = element(
    'li',
    { 'data-event': name },
    element('time', { datetime: now.toISOString() }, now.toLocaleTimeString('en-GB')),
    element('span', { class: 'event' }, name),
    element('span', { class: 'summary' }, summaryOf(name, payload)),
    element('details', {}, element('summary', {}, 'Payload'), element('pre', { tabindex: '0' }, textOf(payload))),
  );
  list.prepend(entry);
  while (list.children.length > KEPT) list.lastElementChild?.remove();
  empty.hidden = true;
}

/** An error's own fields are not enumerable: JSON alone would show none of them. @param {unknown} payload */
function textOf(payload) {
  return JSON.stringify(payload instanceof Error ? describeError(payload) : payload, undefined, 2) ?? 'undefined';
}
