import * as z from 'zod/mini';

// Imported before any schema is made: zod would otherwise try `new Function`, which our CSP reports.
z.config({ jitless: true });
