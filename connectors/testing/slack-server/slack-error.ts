/** A refusal: the vendor answers it with status 200 and `{"ok": false, "error": code}`. */
export class SlackError extends Error {
  readonly code: string;
  /** What else is in the reply */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
