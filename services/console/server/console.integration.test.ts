import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { TextState, type Attachment, type CandidateDetails } from '@secondlook/contracts';
import { createSealer, InvalidInputError, NotFoundError, UnavailableError } from '@secondlook/kit';
import { createFakeRunning } from '@secondlook/kit/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { type IngestionGateway } from './gateways/ingestion';
import { type PageRequest, type SearchGateway } from './gateways/search';
import { createWebServer } from './http/web-server';
import { createConsoleMetrics } from './metrics';
import { createDevelopmentIssuer } from './sign-in/development-issuer';
import { createFormTokens } from './sign-in/form-tokens';
import { createSessions } from './sign-in/sessions';

const LIFETIME_S = 3_600;
const users = [
  { user_id: 'rosa', display_name: 'Rosa', tenant: 'acme', role: 'recruiter' },
  { user_id: 'ada', display_name: 'Ada', tenant: 'acme', role: 'auditor' },
];
const webFolder = mkdtempSync(join(tmpdir(), 'secondlook-console-'));
const calls: { name: string; authorization: string; page?: PageRequest; query?: string }[] = [];
let attachments: Record<string, { attachment: Attachment; chunks: () => AsyncIterable<Uint8Array> }> = {};
let searchFails: Error | undefined;
let issuer: Server;
let web: Server;
let base = '';

beforeAll(async () => {
  issuer = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://issuer');
    const user = users.find(({ user_id: id }) => id === searchParams.get('user_id'));
    const body = pathname === '/users' ? { users } : user && { access_token: toToken(user.user_id) };
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
  });
  const { metrics, log } = createFakeRunning({}, 'console');
  const sealer = createSealer([{ id: 'k1', key: randomBytes(32) }]);
  web = createWebServer({
    search,
    ingestion,
    issuer: createDevelopmentIssuer(await listen(issuer), (authorization) => {
      const user = users.find(({ user_id: id }) => authorization === `Bearer ${toToken(id)}`);
      return Promise.resolve({ subject: user?.user_id ?? '', tenantId: user?.tenant, roles: user?.role === 'auditor' ? ['auditor'] : ['recruiter'] });
    }),
    sessions: createSessions(sealer, Date.now),
    formTokens: createFormTokens(sealer, Date.now),
    metrics: createConsoleMetrics(metrics),
    log,
    webFolder,
  });
  base = await listen(web);
});

beforeEach(() => {
  calls.length = 0;
  searchFails = undefined;
  attachments = {};
  mkdirSync(join(webFolder, 'assets'), { recursive: true });
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>Secondlook</title>');
  writeFileSync(join(webFolder, 'assets', 'index-1.js'), '');
});

afterAll(() => {
  [issuer, web].forEach((server) => server.close().closeAllConnections());
  rmSync(webFolder, { recursive: true });
});

describe('signing in', () => {
  it('begins with the sample users, a form token, and a cookie that scripts and other sites cannot use', async () => {
    const response = await get('/api/session');
    expect(await response.json()).toEqual({
      state: 'signed-out',
      users: [
        { userId: 'rosa', displayName: 'Rosa', tenantId: 'acme', role: 'recruiter' },
        { userId: 'ada', displayName: 'Ada', tenantId: 'acme', role: 'auditor' },
      ],
      formToken: expect.any(String),
    });
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^secondlook_visitor=[\w-]{22}; Path=\/; HttpOnly; SameSite=Strict$/)]);
  });

  it('sets a sealed session cookie that ends with the token, and leads back to where the person was', async () => {
    const browser = await open();
    const response = await browser.post('/sign-in', { userId: 'rosa', returnTo: '?q=java' });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/?q=java']);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^secondlook_session=k1\.[\w.-]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
    expect(Date.parse(/Expires=([^;]+)/.exec(cookie)?.[1] ?? '') / 1_000).toBe(EXPIRY_S);
    expect(await browser.session()).toMatchObject({ state: 'signed-in', displayName: 'Rosa', tenantId: 'acme', roles: ['recruiter'], maySearch: true });
  });

  it('behind TLS sets cookies that no sibling host and no plain connection can set or see', async () => {
    const response = await get('/api/session', { 'x-forwarded-proto': 'https' });
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-secondlook_visitor=[\w-]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/)]);
    expect(response.headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  it('tells somebody who may not search which role it takes', async () => {
    const browser = await open('ada');
    expect(await browser.session()).toMatchObject({ maySearch: false, roles: ['auditor'], rolesThatMaySearch: ['recruiter', 'lead'] });
  });

  it.each(['//evil.example', 'https://evil.example', '?\r\nset-cookie: a=b', 'x'])('leads to the start when it should lead to %j', async (returnTo) => {
    const response = await (await open()).post('/sign-in', { userId: 'rosa', returnTo });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
  });

  it('is refused without a form token, and with that of another browser', async () => {
    const [browser, other] = [await open(), await open()];
    for (const formToken of ['', 'x', other.formToken()]) {
      const response = await browser.post('/sign-in', { userId: 'rosa', formToken });
      expect([response.status, response.headers.getSetCookie()]).toEqual([403, []]);
    }
  });

  it('is refused for somebody who is no sample user', async () => {
    const response = await (await open()).post('/sign-in', { userId: 'eve' });
    expect([response.status, await response.text(), response.headers.getSetCookie()]).toEqual([400, 'There is no such sample user.\n', []]);
  });
});

describe('signing out', () => {
  it('removes the session', async () => {
    const browser = await open('rosa');
    const response = await browser.post('/sign-out', {});
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^secondlook_session=; Path=\/; Expires=Thu, 01 Jan 1970/)]);
    expect(await browser.session()).toMatchObject({ state: 'signed-out' });
  });

  it('is refused without a form token', async () => {
    const browser = await open('rosa');
    expect((await browser.post('/sign-out', { formToken: '' })).status).toBe(403);
    expect(await browser.session()).toMatchObject({ state: 'signed-in' });
  });
});

describe('a request that another site made the browser send', () => {
  it.each([{ 'sec-fetch-site': 'cross-site' }, { origin: 'http://evil.example' }])('is refused before anybody is asked: %j', async (headers) => {
    const browser = await open('rosa');
    const answers = await Promise.all([
      browser.get('/api/search', headers),
      browser.get('/attachments/c1/a1', headers),
      browser.post('/sign-in', { userId: 'ada' }, headers),
      browser.post('/sign-out', {}, headers),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(answers.flatMap((answer) => answer.headers.getSetCookie())).toEqual([]);
    expect(calls).toEqual([]);
  });
});

describe('every answer', () => {
  it.each(['/', '/assets/index-1.js', '/api/session', '/api/search', '/nothing-here', '/assets/nothing-here.js'])('of %s forbids inline scripts, frames and guessing of types', async (path) => {
    const { headers } = await get(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]));
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('is kept by no cache, but for what has its hash in its name', async () => {
    const controls = await Promise.all(['/', '/api/session', '/assets/index-1.js'].map(async (path) => (await get(path)).headers.get('cache-control')));
    expect(controls).toEqual(['no-cache', 'no-store', 'public, max-age=31536000, immutable']);
  });

  it('says what to run when the page is not built yet', async () => {
    rmSync(join(webFolder, 'index.html'));
    const response = await get('/');
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('node scripts/build.mjs')]);
  });
});

describe('a search', () => {
  it('is made with the token of the person who searches', async () => {
    const browser = await open('rosa');
    const response = await browser.get('/api/search?query=java&orderBy=name&pageToken=p2');
    expect(await response.json()).toEqual({ hits: [], totalSize: 0, consentEndedSize: 0, nextPageToken: '', notes: [] });
    await browser.get('/api/profiles?query=java');
    expect(calls).toEqual([
      { name: 'searchCandidates', authorization: `Bearer ${toToken('rosa')}`, page: { query: 'java', orderBy: 'name', pageToken: 'p2' } },
      { name: 'searchProfiles', authorization: `Bearer ${toToken('rosa')}`, page: { query: 'java', orderBy: '', pageToken: '' } },
    ]);
  });

  it('of nobody asks to sign in, and takes away a session that is none', async () => {
    const response = await get('/api/search', { cookie: 'secondlook_session=forged' });
    expect([response.status, await response.json()]).toEqual([401, { message: 'Your session has ended. Please sign in again.' }]);
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^secondlook_session=; Path=\/; Expires=Thu, 01 Jan 1970/)]);
    expect(calls).toEqual([]);
  });

  it('that is refused says what is wrong and where', async () => {
    searchFails = new InvalidInputError([{ field: 'query', description: 'at 5: this quote is never closed', offset: 5 }]);
    const response = await (await open('rosa')).get('/api/search?query=java%20%22');
    expect([response.status, await response.json()]).toEqual([400, { message: 'This quote is never closed', field: 'query', offset: 5 }]);
  });

  it('that nobody can answer now says so, and nothing of what services say to each other', async () => {
    searchFails = new UnavailableError('connect ECONNREFUSED 10.0.0.7:9200');
    const response = await (await open('rosa')).get('/api/search');
    expect([response.status, await response.json()]).toEqual([503, { message: 'This is not available right now. Please try again in a moment.' }]);
  });

  it('of the longest query the language allows arrives', async () => {
    const browser = await open('rosa');
    const query = '😀'.repeat(10_000);
    expect((await browser.get(`/api/search?${new URLSearchParams({ query }).toString()}`)).status).toBe(200);
    expect(calls.map(({ page }) => page?.query)).toEqual([query]);
  });

  it('of far more than that is refused before it is read', async () => {
    const browser = await open('rosa');
    const response = await browser.get(`/api/search?query=${'a'.repeat(200_000)}`).catch(() => undefined);
    expect(response?.status).toBe(431);
  });
});

it('a candidate is shown with the words of the query', async () => {
  const browser = await open('rosa');
  expect(await (await browser.get('/api/candidate?candidateId=c1&query=java')).json()).toMatchObject({ candidateId: 'c1' });
  expect((await browser.get('/api/candidate?candidateId=gone')).status).toBe(404);
  expect(calls[0]).toEqual({ name: 'getCandidate', authorization: `Bearer ${toToken('rosa')}`, query: 'java' });
});

describe('an attachment', () => {
  const attachment = { name: 'Résumé.pdf', contentType: 'text/html', sizeBytes: 6 };

  it('is to be saved, is powerless, and is kept by no cache', async () => {
    attachments = { a1: { attachment: toAttachment(attachment), chunks: () => chunksOf('<scr', 'ipt>') } };
    const response = await (await open('rosa')).get('/attachments/c1/a1');
    expect(await response.text()).toBe('<script>');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="R_sum_.pdf"; filename*=UTF-8''R%C3%A9sum%C3%A9.pdf`,
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
    });
  });

  it('that is not there, or another tenant\'s, is not found', async () => {
    const response = await (await open('rosa')).get('/attachments/c1/a2');
    expect([response.status, await response.text()]).toEqual([404, 'There is nothing here, or nothing that you may see.\n']);
  });

  it('that breaks off does not pass for a whole file', async () => {
    attachments = { a1: { attachment: toAttachment(attachment), chunks: () => breakingChunks() } };
    const response = await (await open('rosa')).get('/attachments/c1/a1');
    await expect(response.text()).rejects.toThrow('terminated');
  });

  it('asks to sign in whoever has no session', async () => {
    const response = await get('/attachments/c1/a1');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
  });
});

const search: SearchGateway = {
  searchCandidates: (page, { authorization }) => answer('searchCandidates', page, authorization),
  searchProfiles: (page, { authorization }) => answer('searchProfiles', page, authorization),
  getCandidate(candidateId, query, { authorization }) {
    calls.push({ name: 'getCandidate', authorization, query });
    return candidateId === 'c1' ? Promise.resolve({ ...noDetails, candidateId }) : Promise.reject(new NotFoundError('There is no such candidate.'));
  },
};

const ingestion: IngestionGateway = {
  openAttachment(_candidateId, attachmentId, { authorization }) {
    calls.push({ name: 'openAttachment', authorization });
    const found = attachments[attachmentId];
    return found === undefined
      ? Promise.reject(new NotFoundError('There is no such attachment.'))
      : Promise.resolve({ attachment: found.attachment, chunks: found.chunks() });
  },
};

function answer(name: string, page: PageRequest, authorization: string) {
  calls.push({ name, authorization, page });
  return searchFails === undefined ? Promise.resolve({ hits: [], totalSize: 0, consentEndedSize: 0, nextPageToken: '', notes: [] }) : Promise.reject(searchFails);
}

const noDetails: CandidateDetails = {
  candidateId: '',
  version: 1,
  name: undefined,
  headline: '',
  location: undefined,
  atsUpdatedTime: undefined,
  mirroredTime: undefined,
  applications: [],
  contactInfo: undefined,
  attachments: [],
  positions: [],
  education: [],
  tags: [],
  decision: undefined,
  facts: [],
  linkedinUrl: '',
};

function toAttachment(known: Pick<Attachment, 'name' | 'contentType' | 'sizeBytes'>): Attachment {
  return { attachmentId: 'a1', externalId: '', type: '', sha256: '', textState: TextState.READ, textError: '', text: undefined, ...known };
}

async function* chunksOf(...texts: string[]) {
  for (const text of texts) {
    yield await Promise.resolve(Buffer.from(text));
  }
}

async function* breakingChunks() {
  yield* chunksOf('half');
  // Once the first half is out.
  await new Promise((resolve) => setTimeout(resolve, 50));
  throw new UnavailableError('the store is gone');
}

const EXPIRY_S = Math.floor(Date.now() / 1_000) + LIFETIME_S;

function toToken(userId: string): string {
  return `x.${Buffer.from(JSON.stringify({ exp: EXPIRY_S, userId })).toString('base64url')}.y`;
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
    });
  });
}

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(base + path, { headers, redirect: 'manual' });
}

/** Keeps cookies and the form token, as a browser with the page would; signed in where a user is named. */
async function open(userId?: string) {
  const cookies = new Map<string, string>();
  let formToken = '';

  async function send(path: string, init: { method?: string; body?: URLSearchParams; headers?: Record<string, string> } = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(base + path, { ...init, redirect: 'manual', headers: { cookie, ...init.headers } });
    response.headers.getSetCookie().forEach((line) => {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    });
    return response;
  }

  const browser = {
    get: (path: string, headers?: Record<string, string>) => send(path, { headers: headers ?? {} }),
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      send(path, { method: 'POST', body: new URLSearchParams({ formToken, ...fields }), headers: { 'sec-fetch-site': 'same-origin', ...headers } }),
    formToken: () => formToken,
    async session(): Promise<unknown> {
      const session: unknown = await (await send('/api/session')).json();
      ({ formToken } = z.object({ formToken: z.string() }).parse(session));
      return session;
    },
  };
  await browser.session();
  if (userId !== undefined) {
    expect((await browser.post('/sign-in', { userId })).status).toBe(303);
  }
  return browser;
}
