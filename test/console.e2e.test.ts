import { readFileSync } from 'node:fs';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CandidateDetails } from '@secondlook/contracts';
import { ACME, provision, startTestStack, waitUntilQuiet, type TestStack } from '@secondlook/testkit';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';

import { openBrowser } from './browser/open-browser';

const QUERY = 'engineer';
const QUIET_MS = 180_000;
/** What a candidate wrote where a name was asked for. */
const EVIL_NAME = `<img src=x onerror="document.title='executed'">`;
const EVIL_WORD = 'Zyzzyva';
const EVIL_TEXT = `<script>document.title='executed'</script> ${EVIL_WORD} <b>bold</b>`;

describe('the console', () => {
  let stack: TestStack;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** What the browser had to complain about. */
  let complaints: string[];

  beforeAll(async () => {
    browser = await openBrowser();
    stack = await startTestStack({ size: 60 });
    await provision(stack);
    const control = stack.control(ACME);
    const id = await control.create('/candidates', { firstName: EVIL_NAME, lastName: EVIL_WORD, email: 'evil@example.com', web: { website: 'javascript:alert(1)' } });
    await control.create(`/candidates/${id}/applications`, {});
    await control.create(`/candidates/${id}/attachments`, { name: `${EVIL_NAME}.txt`, contentType: 'text/plain', type: 'RESUME', text: EVIL_TEXT });
    const gone = await control.create('/candidates', { firstName: 'Weggangia', lastName: 'Widerrufsen', email: 'gone@example.com' });
    await control.create(`/candidates/${gone}/applications`, {});
    await control.put(`/candidates/${gone}/consent`, { status: 'PENDING', decisions: [{ scope: 'Single', status: 'declined' }] });
    await waitUntilQuiet(stack.view(), QUIET_MS);
  }, 600_000);

  afterAll(async () => {
    await browser.close();
    await stack.stop();
  }, 60_000);

  beforeEach(async () => {
    context = await browser.newContext({ baseURL: `http://127.0.0.1:${stack.ports['console-http']}`, locale: 'en-GB' });
    page = await context.newPage();
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.text().includes('Content Security Policy') && complaints.push(message.text()));
    page.on('dialog', (dialog) => {
      complaints.push(dialog.message());
      void dialog.dismiss();
    });
  });

  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  it('leads a recruiter from signing in to everybody a search finds', async () => {
    await signIn('recruiter');
    await search(QUERY);
    const { totalSize } = await stack.clients.search.searchCandidates({ query: QUERY }, stack.as(ACME));
    expect(totalSize).toBeGreaterThan(20);
    expect(await page.locator('.count').innerText()).toBe(`${totalSize} candidates for “${QUERY}”`);
    while (await page.getByRole('button', { name: 'Show more' }).isVisible()) {
      const before = await page.locator('article').count();
      await page.getByRole('button', { name: 'Show more' }).click();
      await page.locator('article').nth(before).waitFor();
    }
    const addresses = await page.locator('article h2 a').evaluateAll((links) => links.map(String));
    expect(new Set(addresses).size).toBe(totalSize);
    expect(addresses).toHaveLength(totalSize);
  }, 60_000);

  it('says how many people a search leaves out because their consent ended, and shows none of them', async () => {
    await signIn('recruiter');
    await search('weggangia');
    await page.getByText('1 person is left out because their consent ended.').waitFor();
    expect([await page.locator('.count').innerText(), await page.locator('article').count()]).toEqual(['0 candidates for “weggangia”', 0]);
  }, 60_000);

  it('shows a candidate: clocks, applications, contact info, and documents with the words lit up, to be read and to be saved', async () => {
    const { candidateId, name, applications, contactInfo, attachments } = await findReadable();
    await signIn('recruiter');
    await search(QUERY);
    await page.locator(`#hit-${candidateId}`).click();
    const panel = page.getByRole('complementary', { name: 'Candidate' });
    await panel.getByRole('heading', { name: name?.full ?? '', exact: true }).waitFor();
    const text = await panel.innerText();
    expect(text).toMatch(/Last updated\n\d+ \w+ \d{4}, \d\d:\d\d/);
    for (const { jobTitle, jobReference, subStatus } of applications) {
      expect(text).toContain(`${jobTitle}/${jobReference} – `);
      expect(text).toContain(subStatus);
    }
    expect(text).toContain(contactInfo?.email);

    const lit = attachments.flatMap(({ pages }) => pages.flatMap((one) => one.highlights.map(({ startOffset, endOffset }) => Array.from(one.text).slice(startOffset, endOffset).join(''))));
    expect(await panel.locator('mark').allInnerTexts()).toEqual(lit);
    const [attachment] = attachments;
    expect(await panel.locator('.text').first().innerText()).toContain(attachment?.pages[0]?.text.trim().split('\n')[0]);

    const download = page.waitForEvent('download');
    await panel.locator('a[download]').first().click();
    const saved = readFileSync(await (await download).path());
    expect(saved.equals(await bytesOf(candidateId, attachment?.attachmentId ?? ''))).toBe(true);

    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await page.locator(':focus').getAttribute('id')).toBe(`hit-${candidateId}`);
  }, 60_000);

  it('shows a profile link, evidence, and facts with source and date, of a matched candidate only', async () => {
    const { hits } = await stack.clients.search.searchCandidates({ pageSize: 100 }, stack.as(ACME));
    const panel = page.getByRole('complementary', { name: 'Candidate' });
    const show = async (isMatched: boolean) => {
      const hit = hits.find(({ matched, linkedinUrl }) => matched === isMatched && isMatched === (linkedinUrl !== ''));
      await page.goto(`/?candidate=${hit?.candidateId ?? ''}`);
      await panel.getByRole('heading', { name: 'Match' }).waitFor();
      return hit;
    };
    await signIn('recruiter');
    const matched = await show(true);
    expect(await panel.getByRole('link', { name: 'LinkedIn profile' }).getAttribute('href')).toBe(matched?.linkedinUrl);
    expect(await panel.locator('.evidence li').first().innerText()).toMatch(/^For\n.*Same (LinkedIn address linkedin|GitHub address github):/);
    const facts = await panel.locator('.facts li').allInnerTexts();
    expect(facts.length).toBeGreaterThan(0);
    expect(facts.filter((fact) => !/\n[\w-]+, seen \d{4}-\d\d-\d\d$/.test(fact))).toEqual([]);

    await show(false);
    expect(await panel.getByRole('link', { name: 'LinkedIn profile' }).count()).toBe(0);
    expect(await panel.locator('.facts').count()).toBe(0);
    expect(await panel.innerText()).toContain('All that is shown comes from the ATS.');
  }, 60_000);

  it('points at what is wrong with a query, and leaves the results of the one before', async () => {
    await signIn('recruiter');
    await search(QUERY);
    await page.getByRole('searchbox').fill('java *gram');
    await page.keyboard.press('Enter');
    const problem = page.getByRole('alert');
    expect(await problem.innerText()).toContain('fits too many words');
    expect(await problem.locator('mark').innerText()).toBe('*');
    expect(await page.locator('.count').innerText()).toContain(`still those for “${QUERY}”`);
    expect(await page.getByRole('searchbox').inputValue()).toBe('java *gram');
  }, 60_000);

  it('searches the public profiles with the same box', async () => {
    await signIn('recruiter');
    await search(QUERY);
    await page.getByRole('tab', { name: 'Public profiles' }).click();
    const { totalSize } = await stack.clients.search.searchProfiles({ query: QUERY }, stack.as(ACME));
    await page.getByText(`${totalSize} profiles for “${QUERY}”`).waitFor();
    expect(totalSize).toBeGreaterThan(0);
  }, 60_000);

  it('shows what candidates wrote as text and executes none of it', async () => {
    await signIn('recruiter');
    await search(EVIL_WORD);
    await page.getByRole('link', { name: EVIL_NAME }).click();
    const panel = page.getByRole('complementary', { name: 'Candidate' });
    await panel.locator('mark', { hasText: EVIL_WORD }).first().waitFor();
    expect(await panel.innerText()).toContain(EVIL_TEXT);
    expect(await panel.innerText()).toContain('javascript:alert(1)');
    expect(await page.locator('main img, main script, main b, a[href^="javascript"]').count()).toBe(0);
    expect(await page.title()).toBe(`${EVIL_WORD} – Secondlook`);
  }, 60_000);

  it('leads back to the same search after signing in again', async () => {
    await page.goto(`/?q=${QUERY}`);
    await page.getByRole('button', { name: `recruiter of ${ACME}` }).click();
    await page.locator('.count', { hasText: QUERY }).waitFor();
  }, 60_000);

  it('ends the session when somebody signs out', async () => {
    await signIn('recruiter');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: `recruiter of ${ACME}` }).waitFor();
    expect((await page.request.get('/api/search')).status()).toBe(401);
  }, 60_000);

  it('tells an auditor why there is no search', async () => {
    await signIn('auditor');
    await page.getByRole('heading', { name: 'You may not search' }).waitFor();
    expect(await page.getByRole('main').innerText()).toContain('with the role Recruiter or Lead');
    expect((await page.request.get('/api/search')).status()).toBe(403);
  }, 60_000);

  async function signIn(role: string): Promise<void> {
    await page.goto('/');
    await page.getByRole('button', { name: `${role} of ${ACME}` }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
  }

  async function search(query: string): Promise<void> {
    await page.getByRole('searchbox').fill(query);
    await page.keyboard.press('Enter');
    await page.locator('.count', { hasText: `“${query}”` }).waitFor();
  }

  /** Somebody on the first page whose document has the word in it, and whose file is here. */
  async function findReadable(): Promise<CandidateDetails> {
    const { hits } = await stack.clients.search.searchCandidates({ query: QUERY }, stack.as(ACME));
    for (const { candidateId } of hits) {
      const { candidate } = await stack.clients.search.getCandidate({ candidateId, query: QUERY }, stack.as(ACME));
      const [first] = candidate?.attachments ?? [];
      if (candidate !== undefined && candidate.applications.length > 0 && candidate.contactInfo?.email !== '' && first?.pages[0]?.highlights.length !== undefined && first.pages[0].highlights.length > 0) {
        return candidate;
      }
    }
    throw new Error('Nobody on the first page has a document with the word in it.');
  }

  async function bytesOf(candidateId: string, attachmentId: string): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const { part } of stack.clients.ingestion.getAttachment({ candidateId, attachmentId }, stack.as(ACME))) {
      if (part?.$case === 'chunk') {
        chunks.push(part.value);
      }
    }
    return Buffer.concat(chunks);
  }
});
