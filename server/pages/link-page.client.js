// The page of a connect link. It takes the secret out of the address, says for whom an account will be connected, and goes
// on to the third party or shows the form. Inlined by link-page.ts and hashed in its policy, so it is the same for everybody.
{
  /**
   * @typedef {{ name: string, title: string, description?: string, placeholder?: string, type: string, required: boolean,
   *   pattern?: string, options?: { value: string, title: string }[] }} Field
   * @typedef {{ name: string, title: string, type: string, fields: Field[] }} Method
   * @typedef {{ title: string, whose: string, warning: string, continue: string, connected: string, connectedText: string,
   *   unreachable: string, problem: string | null }} Texts
   * @typedef {{ workspace_name: string, user_name: string, app_title: string, icon_url: string | null, methods: Method[] }} Opened
   * @typedef {{ ok: boolean, detail?: string, attempt_id?: string, authorization_url?: string | null, return_url?: string | null }} Reply
   */

  /** A click that was begun on another page must not land on a button of this one. */
  const SETTLE_MS = 700;
  const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const { path, texts } = /** @type {{ path: string, texts: Texts }} */ (JSON.parse(element('link').textContent ?? ''));
  const secret = takeSecret();

  /** Out of the address bar, where it would be copied on; the history's own state lasts over a reload. */
  function takeSecret() {
    const given = /^#([\w-]{43})$/.exec(location.hash)?.[1];
    const kept = /** @type {{ secret?: string } | null} */ (history.state)?.secret;
    const found = given ?? kept;
    if (given) history.replaceState({ secret: given }, '', location.pathname + location.search);
    return found;
  }

  /**
   * @param {'open' | 'continue' | 'credentials'} step
   * @param {object} body
   */
  async function post(step, body) {
    const response = await fetch(`${path}/${step}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { ok: response.ok, ...(await response.json()) };
  }

  function show(/** @type {'waiting' | 'question' | 'form' | 'connected' | 'problem'} */ section) {
    for (const id of ['waiting', 'question', 'form', 'connected', 'problem']) element(id).hidden = id !== section;
  }

  function fail(/** @type {string | undefined} */ detail) {
    element('problem-text').textContent = (detail && texts.problem) ?? detail ?? texts.unreachable;
    if (texts.problem) element('problem-detail').textContent = detail ?? '';
    show('problem');
  }

  /** A text with its names, each kept apart from the text around it in its own direction. */
  function write(/** @type {HTMLElement} */ target, /** @type {string} */ text, /** @type {Opened} */ opened) {
    const names = { workspace: opened.workspace_name, app: opened.app_title, user: opened.user_name };
    target.replaceChildren(
      ...text.split(/(\{\w+\})/).map((part) => {
        const name = names[/** @type {keyof typeof names} */ (part.slice(1, -1))];
        if (!part.startsWith('{') || name === undefined) return part;
        const strong = document.createElement('strong');
        strong.append(Object.assign(document.createElement('bdi'), { textContent: name }));
        return strong;
      }),
    );
  }

  function ask(/** @type {Opened} */ opened) {
    const icon = /** @type {HTMLImageElement} */ (element('icon'));
    if (opened.icon_url) Object.assign(icon, { src: opened.icon_url, hidden: false });
    write(element('title'), texts.title, opened);
    document.title = element('title').textContent ?? '';
    write(element('whose'), texts.whose, opened);
    write(element('warning'), texts.warning, opened);
    const buttons = opened.methods.map((method) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = opened.methods.length > 1 ? `${texts.continue}: ${method.title}` : texts.continue;
      button.addEventListener('click', () => void goOn(opened, method).catch(() => fail(undefined)));
      return button;
    });
    element('methods').replaceChildren(...buttons);
    show('question');
    settle(buttons);
    addEventListener('focus', () => settle(buttons));
  }

  function settle(/** @type {HTMLButtonElement[]} */ buttons) {
    for (const button of buttons) button.disabled = true;
    setTimeout(() => {
      for (const button of buttons) button.disabled = false;
    }, SETTLE_MS);
  }

  async function goOn(/** @type {Opened} */ opened, /** @type {Method} */ method) {
    show('waiting');
    /** @type {Reply} */
    const reply = await post('continue', { secret, scheme: method.name });
    if (!reply.ok || !reply.attempt_id) return fail(reply.detail);
    if (reply.authorization_url) return location.assign(reply.authorization_url);
    const attemptId = reply.attempt_id;
    element('fields').replaceChildren(...method.fields.map(inputOf));
    const form = /** @type {HTMLFormElement} */ (element('form'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void submit(opened, method, attemptId, form).catch(() => {
        element('form-problem').textContent = texts.unreachable;
        show('form');
      });
    });
    show('form');
    form.querySelector('input')?.focus();
  }

  function inputOf(/** @type {Field} */ field) {
    const label = document.createElement('label');
    const input = document.createElement(field.type === 'select' ? 'select' : 'input');
    if (input instanceof HTMLInputElement) {
      input.type = field.type === 'secret' ? 'password' : field.type;
      input.placeholder = field.placeholder ?? '';
      if (field.pattern) input.pattern = field.pattern;
    }
    for (const { value, title } of field.options ?? []) input.append(new Option(title, value));
    Object.assign(input, { name: field.name, required: field.required, autocomplete: 'off' });
    label.append(field.title, input);
    if (field.description) {
      label.append(Object.assign(document.createElement('small'), { textContent: field.description }));
    }
    return label;
  }

  /**
   * @param {Opened} opened
   * @param {Method} method
   * @param {string} attemptId
   * @param {HTMLFormElement} form
   */
  async function submit(opened, method, attemptId, form) {
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    show('waiting');
    /** @type {Reply} */
    const reply = await post('credentials', { attempt_id: attemptId, scheme: method.name, values });
    if (!reply.ok) {
      element('form-problem').textContent = reply.detail ?? '';
      return show('form');
    }
    if (reply.return_url) return location.assign(reply.return_url);
    element('title').textContent = texts.connected;
    write(element('connected-text'), texts.connectedText, opened);
    show('connected');
  }

  async function start() {
    const opened = await post('open', { secret });
    if (!opened.ok) return fail(opened.detail);
    ask(opened);
  }

  // A page that comes back from the browser's cache would show what has ended meanwhile.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
  start().catch(() => fail(undefined));
}
