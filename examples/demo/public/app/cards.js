import { byId, describeError, element } from './dom.js';

/** @typedef {{ id: string, display_name: string, status?: string }} Account */

const apps = [
  {
    name: 'sandbox',
    title: 'Sandbox CRM',
    text: 'Bring your contacts in as customers. A made-up CRM that runs beside this page.',
  },
  { name: 'pipedrive', title: 'Pipedrive', text: 'Send won deals to Quillby and get a quote for each of them.' },
];

/** One card for each app, kept right by the events. @param {string} integryUrl @param {() => any} instance */
export function startCards(integryUrl, instance) {
  const cards = apps.map((app) => new Card(app, integryUrl, instance));
  byId('cards', HTMLDivElement).replaceChildren(...cards.map((card) => card.root));
  return {
    reload: () => Promise.all(cards.map((card) => card.reload())),
    /** @param {{ name: string, connected_accounts: Account[] }} app */
    show: (app) => cards.find((card) => card.name === app.name)?.show(app.connected_accounts),
    waiting: () => cards.forEach((card) => card.waiting()),
  };
}

class Card {
  /** @param {typeof apps[number]} app @param {string} integryUrl @param {() => any} instance */
  constructor(app, integryUrl, instance) {
    this.name = app.name;
    this.title = app.title;
    this.instance = instance;
    this.state = element('p', { class: 'state' });
    this.accounts = element('ul', { class: 'accounts' });
    this.problem = element('p', { class: 'problem', role: 'alert' });
    this.connect = /** @type {HTMLButtonElement} */ (
      element('button', {
        type: 'button',
        class: 'primary',
        click: () => void this.run(() => this.instance().connectApp(this.name)),
      })
    );
    const icon = element('img', {
      src: `${integryUrl}/icons/${app.name}`,
      alt: '',
      width: '40',
      height: '40',
      error: hideBroken,
    });
    this.root = element(
      'article',
      { class: 'card', 'data-app': app.name, 'aria-labelledby': `card-${app.name}` },
      element(
        'div',
        { class: 'card-head' },
        icon,
        element('div', {}, element('h2', { id: `card-${app.name}` }, app.title), this.state),
      ),
      element('p', { class: 'card-text' }, app.text),
      this.accounts,
      this.problem,
      this.connect,
    );
    this.waiting();
  }

  waiting() {
    this.show([]);
    this.root.dataset['state'] = 'waiting';
    this.state.textContent = 'Not known yet';
  }

  async reload() {
    await this.run(async () => this.show(await this.instance().getConnectedAccounts(this.name)));
  }

  /** @param {Account[]} accounts */
  show(accounts) {
    this.root.dataset['state'] = accounts.length > 0 ? 'connected' : 'disconnected';
    this.state.textContent = accounts.length > 0 ? 'Connected' : 'Not connected';
    const label = accounts.length > 0 ? 'Connect another account' : 'Connect';
    this.connect.textContent = label;
    this.connect.classList.toggle('primary', accounts.length === 0);
    this.connect.setAttribute(
      'aria-label',
      accounts.length > 0 ? `${label} of ${this.title}` : `${label} ${this.title}`,
    );
    this.accounts.replaceChildren(...accounts.map((account) => this.accountLine(account)));
  }

  /** @param {Account} account */
  accountLine({ id, display_name, status }) {
    const stale =
      status === 'needs_reconnect' ? [element('span', { class: 'stale' }, 'needs to be connected again')] : [];
    const label = `Disconnect ${display_name} of ${this.title}`;
    const click = () => void this.run(() => this.instance().disconnectApp(this.name, id));
    const disconnect = element('button', { type: 'button', class: 'small', 'aria-label': label, click }, 'Disconnect');
    return element('li', {}, element('span', { class: 'account' }, display_name, ...stale), disconnect);
  }

  /** A user who changes his mind is no error. @param {() => Promise<unknown>} action */
  async run(action) {
    this.problem.textContent = '';
    this.root.setAttribute('aria-busy', 'true');
    try {
      await action();
    } catch (error) {
      const { code, message } = describeError(error);
      if (code !== 'connect_cancelled') this.problem.textContent = `${message} (${code})`;
    } finally {
      this.root.removeAttribute('aria-busy');
    }
  }
}

/** @param {Event} failure */
function hideBroken({ currentTarget }) {
  if (currentTarget instanceof HTMLElement) currentTarget.hidden = true;
}
