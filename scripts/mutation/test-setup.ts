import { buildPGliteTemplate } from '../postgres/vitest-setup.ts';

/** Before the tests: the template of embedded databases. */
export default function setUp(): void {
  buildPGliteTemplate();
}
