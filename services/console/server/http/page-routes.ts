import { existsSync } from 'node:fs';
import { join } from 'node:path';

import express, { Router, type Response } from 'express';

const NOT_BUILT = 'The page is not built yet: run `node scripts/build.mjs`.\n';

/** The page and what it is made of. What changes with every build has its hash in its name; the page itself is asked for anew. */
export function createPageRoutes(webFolder: string): Router {
  const router = Router({ caseSensitive: true });
  const page = join(webFolder, 'index.html');
  router.use('/assets', express.static(join(webFolder, 'assets'), { fallthrough: true, index: false, redirect: false, setHeaders: cacheForEver }));
  router.use(express.static(webFolder, { index: 'index.html', redirect: false, cacheControl: false, setHeaders: revalidate }));
  router.get('/', (_request, response, next) => {
    if (existsSync(page)) {
      next();
    } else {
      response.status(503).type('text/plain').send(NOT_BUILT);
    }
  });
  return router;
}

function cacheForEver(response: Response): void {
  response.set('Cache-Control', 'public, max-age=31536000, immutable');
}

function revalidate(response: Response): void {
  response.set('Cache-Control', 'no-cache');
}
