// The popup's first page. It shows the server that this browser is the one with the user's session in it, and goes on to
// the third party. Inlined by start-page.ts and hashed in its policy, so it is the same for everybody.
{
  /**
   * @typedef {{ unreachable: string, problem: string | null }} Texts
   * @typedef {{ attemptId: string, path: string, scheme: string | null, texts: Texts }} Attempt
   * @typedef {{ integryAttempt?: { release(attemptId: string): string | null } }} Releaser
   * @typedef {{ authorization_url?: string | null, code?: string, detail?: string }} Reply
   */

  const POLL_MS = 1000;
  const MAX_FRAMES = 50;
  const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const attempt = /** @type {Attempt} */ (JSON.parse(element('attempt').textContent ?? ''));

  /** The nonce, from the frame that asked: our own origin, so it is readable. Any other window throws. */
  function releasedNonce() {
    for (const opener of possibleOpeners()) {
      try {
        const nonce = opener.integryAttempt?.release(attempt.attemptId);
        if (typeof nonce === 'string') return nonce;
      } catch {
        // A window of another origin
      }
    }
    return null;
  }

  /** The window that opened this one or, where the host page did, one of the frames in it. */
  function possibleOpeners() {
    const opener = /** @type {(Window & Releaser) | null} */ (window.opener);
    if (!opener) return [];
    const frames = Array.from({ length: Math.min(opener.length, MAX_FRAMES) }, (_, index) => opener[index]);
    return /** @type {Releaser[]} */ ([opener, ...frames]);
  }

  /**
   * @param {'claim' | 'continue' | 'pairing'} step
   * @param {object} body
   * @returns {Promise<Reply & { ok: boolean }>}
   */
  async function post(step, body) {
    const response = await fetch(`${attempt.path}/${step}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { ok: response.ok, ...(await response.json()) };
  }

  /** The third party gets no handle on the page that asked. */
  function goOn(/** @type {string} */ url) {
    window.opener = null;
    location.replace(url);
  }

  function show(/** @type {'waiting' | 'pairing' | 'problem'} */ section) {
    for (const id of ['waiting', 'pairing', 'problem']) element(id).hidden = id !== section;
  }

  function fail(/** @type {string | undefined} */ detail) {
    const { unreachable, problem } = attempt.texts;
    element('problem-text').textContent = (detail && problem) ?? detail ?? unreachable;
    if (problem) element('problem-detail').textContent = detail ?? '';
    show('problem');
  }

  async function start() {
    const scheme = attempt.scheme ?? undefined;
    const nonce = releasedNonce();
    if (nonce !== null) {
      const claimed = await post('claim', { nonce, scheme });
      return claimed.authorization_url ? goOn(claimed.authorization_url) : fail(claimed.detail);
    }
    // The opener is cut off. This browser may have been shown to be the right one before, though.
    const known = await post('continue', { scheme });
    if (known.authorization_url) return goOn(known.authorization_url);
    if (!known.ok && known.code !== 'browser_not_proved') return fail(known.detail);
    await pair(scheme);
  }

  async function pair(/** @type {string | undefined} */ scheme) {
    const pairing = await post('pairing', {});
    if (!pairing.ok || !pairing.code) return fail(pairing.detail);
    element('code').textContent = `${pairing.code.slice(0, 4)}-${pairing.code.slice(4)}`;
    show('pairing');
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      // A network that is away for a moment is no reason to give up: the server says when the time is over.
      const reply = await post('continue', { scheme }).catch(() => null);
      if (reply?.authorization_url) return goOn(reply.authorization_url);
      if (reply && !reply.ok) return fail(reply.detail);
    }
  }

  start().catch(() => fail(undefined));
}
