/** What the author of an app has to know of a draft. */
export interface Finding {
  /** `missing`: without it the app cannot be loaded; `note`: it can, and this was assumed or is absent */
  kind: 'missing' | 'note';
  /** The place in app.json, as a JSON pointer */
  pointer: string;
  /** What is so, and what to write there */
  message: string;
}
