import { integryAuth, signIn, whoAmI } from './backend.js';
import { startCards } from './cards.js';
import { startConsole } from './console.js';
import { clearCustomers, startCustomers } from './customers.js';
import { byId, describeError, element } from './dom.js';
import { logEvent } from './event-log.js';

const events = ['ready', 'error', 'app-connected', 'app-disconnected'];
const status = byId('status', HTMLParagraphElement);
const userSwitch = byId('user', HTMLSelectElement);

/** The instance of whoever is signed in. @type {any} */
let integry;

/** @param {string} state @param {string} text */
function showStatus(state, text) {
  status.dataset['state'] = state;
  status.textContent = text;
}

/** @param {string} integryUrl */
async function start(integryUrl) {
  const IntegryJS = Reflect.get(window, 'IntegryJS');
  if (!IntegryJS) throw new Error(`The loader did not load. Is the server running at ${integryUrl}?`);

  const { user, users } = await whoAmI();
  userSwitch.append(...users.map(({ id, name, role }) => element('option', { value: id }, `${name}, ${role}`)));
  userSwitch.value = user.id;

  const cards = startCards(integryUrl, () => integry);
  startCustomers(() => integry);
  startConsole((method, args) => {
    if (method === 'destroy') showStatus('ended', 'Destroyed: switch the user to start again');
    return integry[method](...args);
  });

  const startInstance = async () => {
    showStatus('starting', 'Starting');
    integry?.destroy();
    cards.waiting();
    clearCustomers();
    integry = new IntegryJS(await integryAuth());
    for (const name of events)
      integry.eventEmitter.on(name, (/** @type {unknown} */ payload) => logEvent(name, payload));
    integry.eventEmitter.on('ready', () => {
      showStatus('ready', 'Ready');
      void cards.reload();
    });
    integry.eventEmitter.on('error', (/** @type {unknown} */ error) => showStatus('failed', describeError(error).code));
    for (const name of ['app-connected', 'app-disconnected']) integry.eventEmitter.on(name, cards.show);
  };

  userSwitch.addEventListener('change', () => {
    signIn(userSwitch.value).then(startInstance).catch(showFailure);
  });
  await startInstance();
}

/** @param {unknown} error */
function showFailure(error) {
  showStatus('failed', describeError(error).message);
}

const loader = document.querySelector('script[src$="/v1/integry.js"]');
start(new URL(loader?.getAttribute('src') ?? '/', location.href).origin).catch(showFailure);
