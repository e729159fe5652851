import { ForbiddenError } from '@secondlook/kit';
import express, { Router, type Request } from 'express';
import { z } from 'zod';

import { parseInput, type Handlers } from '../http/handle';
import { readCookie, removeCookie, setCookie } from './cookies';
import { type DevelopmentIssuer } from './development-issuer';
import { type FormTokens } from './form-tokens';
import { type Sessions } from './sessions';

interface Parts {
  readonly issuer: DevelopmentIssuer;
  readonly sessions: Sessions;
  readonly formTokens: FormTokens;
}

const MAX_FORM_BYTES = 16 << 10;
/** What followed the path when the person was asked to sign in; anything else leads to the start. */
const returnTo = z.string().regex(/^\?[!-~]{0,4000}$/).catch('');
const signInForm = z.object({ formToken: z.string(), userId: z.string(), returnTo });
const signOutForm = z.object({ formToken: z.string() });

/** The two forms that change something. */
export function createSignInRoutes({ issuer, sessions, formTokens }: Parts, { forAnybody }: Handlers): Router {
  const router = Router({ caseSensitive: true });
  router.use(express.urlencoded({ extended: false, limit: MAX_FORM_BYTES, parameterLimit: 10 }));

  function requireOwnForm(request: Request, formToken: string): void {
    if (!formTokens.isValid(formToken, readCookie(request, 'visitor'))) {
      throw new ForbiddenError('This form is too old, or not one of ours. Go back, reload the page and try again.');
    }
  }

  router.post('/sign-in', forAnybody('sign-in', async (request, response) => {
    const form = parseInput(signInForm, request.body);
    requireOwnForm(request, form.formToken);
    const session = await issuer.signIn(form.userId);
    setCookie(request, response, 'session', sessions.seal(session), session.expiresAtMs);
    response.redirect(303, `/${form.returnTo}`);
  }));
  router.post('/sign-out', forAnybody('sign-out', (request, response) => {
    requireOwnForm(request, parseInput(signOutForm, request.body).formToken);
    removeCookie(request, response, 'session');
    response.redirect(303, '/');
  }));
  return router;
}
