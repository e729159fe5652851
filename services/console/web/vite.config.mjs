import { join } from 'node:path';

// Nothing inline and nothing from elsewhere: the page runs under `script-src 'self'; style-src 'self'; img-src 'self'`.
export default {
  build: {
    outDir: join(import.meta.dirname, '..', 'dist', 'web'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: false,
  },
};
