// Kit loads this file before its router, so the bridge listens while the rest still starts.
import './lib/schema-setup.ts';
import './lib/core.ts';
