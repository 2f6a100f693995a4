import { byId, describeError, element } from './dom.js';

/** What a product does with a connection: it calls a function, page by page, and uses what comes. */

const FUNCTION = 'sandbox-list-contacts';
const PAGE = 8;

const rows = byId('customers', HTMLTableSectionElement);
const frame = byId('customers-frame', HTMLDivElement);
const note = byId('customers-note', HTMLParagraphElement);
const importButton = byId('import', HTMLButtonElement);
const more = byId('more', HTMLButtonElement);

let nextPage = '';

/** @param {() => any} instance */
export function startCustomers(instance) {
  importButton.addEventListener('click', () => {
    clearCustomers();
    void load(instance());
  });
  more.addEventListener('click', () => void load(instance()));
  clearCustomers();
}

export function clearCustomers() {
  nextPage = '';
  rows.replaceChildren();
  frame.hidden = more.hidden = true;
  note.textContent = 'None yet. Connect Sandbox CRM, then import its contacts.';
}

/** @param {any} integry */
async function load(integry) {
  importButton.disabled = more.disabled = true;
  note.textContent = 'Importing …';
  try {
    const page = nextPage ? { limit: PAGE, next_page: nextPage } : { limit: PAGE };
    show(await integry.invokeFunction(FUNCTION, page));
  } catch (error) {
    const { code, message } = describeError(error);
    note.textContent = `${message} (${code})`;
  } finally {
    importButton.disabled = more.disabled = false;
  }
}

/** @param {any} result */
function show(result) {
  if (result.error) {
    note.textContent = Object.values(result.error_details).join(' ') || result.error;
    return;
  }
  if (result.network_code !== '200') {
    note.textContent = `Sandbox CRM answered ${result.network_code}.`;
    return;
  }
  for (const { name, company, email } of contactsOf(result.output)) {
    rows.append(
      element('tr', {}, ...[name, company, email].map((text) => element('td', {}, text === null ? '' : String(text)))),
    );
  }
  nextPage = result.next_page ?? '';
  frame.hidden = rows.children.length === 0;
  more.hidden = nextPage === '';
  note.textContent = `${rows.children.length} customers${nextPage ? ', and there are more' : ''}.`;
}

/** @param {any} output @returns {{ name: string, company: string | null, email: string | null }[]} */
function contactsOf(output) {
  return Array.isArray(output) ? output : (output?.contacts ?? []);
}
