import { accessRules } from '@secondlook/contracts';
import { Router } from 'express';
import { z } from 'zod';

import { type SearchGateway } from '../gateways/search';
import { ensureVisitor, readCookie } from '../sign-in/cookies';
import { type DevelopmentIssuer } from '../sign-in/development-issuer';
import { type FormTokens } from '../sign-in/form-tokens';
import { type Session, type Sessions } from '../sign-in/sessions';
import { type SessionAnswer, type SignedIn } from './answers';
import { parseInput, type Handlers } from './handle';

interface Parts {
  readonly search: SearchGateway;
  readonly issuer: DevelopmentIssuer;
  readonly sessions: Sessions;
  readonly formTokens: FormTokens;
}

const pageRequest = z.object({ query: z.string().default(''), orderBy: z.string().default(''), pageToken: z.string().default('') });
const candidateRequest = z.object({ candidateId: z.string(), query: z.string().default('') });

const SEARCH_RULE = accessRules['/secondlook.search.v1.SearchService/SearchCandidates'];
const rolesThatMaySearch = (SEARCH_RULE?.roles ?? []).filter((role) => role !== 'service');

/** What the page asks for: GET only, JSON only. */
export function createApiRoutes({ search, issuer, sessions, formTokens }: Parts, { forAnybody, forUsers }: Handlers): Router {
  const router = Router({ caseSensitive: true });
  router.get('/session', forAnybody('session', async (request, response) => {
    const session = sessions.open(readCookie(request, 'session'));
    const formToken = formTokens.create(ensureVisitor(request, response));
    const answer: SessionAnswer = session === undefined ? { state: 'signed-out', users: await issuer.listUsers(), formToken } : toSignedIn(session, formToken);
    response.json(answer);
  }));
  router.get('/search', forUsers('search', async (request, response, asUser) => {
    response.json(await search.searchCandidates(parseInput(pageRequest, request.query), asUser));
  }));
  router.get('/profiles', forUsers('profiles', async (request, response, asUser) => {
    response.json(await search.searchProfiles(parseInput(pageRequest, request.query), asUser));
  }));
  router.get('/candidate', forUsers('candidate', async (request, response, asUser) => {
    const { candidateId, query } = parseInput(candidateRequest, request.query);
    response.json(await search.getCandidate(candidateId, query, asUser));
  }));
  return router;
}

function toSignedIn({ displayName, tenantId, roles }: Session, formToken: string): SignedIn {
  const maySearch = roles.some((role) => rolesThatMaySearch.some((one) => one === role));
  return { state: 'signed-in', displayName, tenantId, roles, maySearch, rolesThatMaySearch, formToken };
}
