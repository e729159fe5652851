import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Category, Facet, Filters, Outcome, TextState, type Candidate } from '@secondlook/contracts';
import { ForbiddenError, InvalidInputError, NotFoundError, UnauthenticatedError } from '@secondlook/kit';
import { profileTruth } from '@secondlook/sandbox';
import { ACME, eventually, GLOBEX, provision, readWebhooks, startTestStack, stateOf, waitUntilQuiet, type TestStack } from '@secondlook/testkit';
import fc from 'fast-check';

import { expectInvariants } from './support/expect-invariants';
import { countOf, findAll, listPeople } from './support/people';

const SIZE = 160;

describe('from an ATS to a search answer', () => {
  let stack: TestStack;
  let people: Candidate[];

  beforeAll(async () => {
    stack = await startTestStack({ size: SIZE });
    await provision(stack);
    await readWebhooks(stack);
    // So that there are deliveries to account for.
    await Promise.all([ACME, GLOBEX].map((tenant) => stack.control(tenant).create('/candidates')));
    await waitUntilQuiet(stack.view(), 180_000);
    people = await listPeople(stack, ACME);
  }, 300_000);
  afterAll(() => stack.stop(), 60_000);

  const search = (request: Parameters<TestStack['clients']['search']['searchCandidates']>[0], tenant = ACME) => stack.clients.search.searchCandidates(request, stack.as(tenant));

  it('is the source’s mirror, and the index the mirror’s projection, in both tenants', async () => {
    await expectInvariants(stack.view);
  }, 120_000);

  it('finds every candidate of the ATS, exactly once', async () => {
    const listed = (await stateOf(stack, ACME)).filter((line) => line.kind === 'candidate' && line.listed);
    const found = await findAll(stack, ACME, {});
    expect(found).toHaveLength(listed.length);
    expect(new Set(found).size).toBe(found.length);
    expect((await search({})).totalSize).toBe(listed.length);
  });

  it('finds a candidate by any phrase of a résumé, and shows where', async () => {
    const readable = people.flatMap(({ candidateId, attachments }) =>
      attachments.flatMap(({ attachmentId, text }) => {
        const phrase = /\b[A-Za-z]{4,} [A-Za-z]{4,} [A-Za-z]{4,}\b/.exec(text?.pages[0] ?? '')?.[0];
        return phrase === undefined ? [] : [{ candidateId, attachmentId, phrase }];
      }),
    );
    expect(readable.length).toBeGreaterThan(SIZE / 2);
    for (const { candidateId, attachmentId, phrase } of readable.slice(0, 20)) {
      const query = `"${phrase}"`;
      expect(await findAll(stack, ACME, { query })).toContain(candidateId);
      const { candidate } = await stack.clients.search.getCandidate({ candidateId, query }, stack.as(ACME));
      const pages = candidate?.attachments.find((attachment) => attachment.attachmentId === attachmentId)?.pages ?? [];
      const lit = pages.flatMap(({ text, highlights }) => highlights.map(({ startOffset, endOffset }) => Array.from(text).slice(startOffset, endOffset).join('')));
      expect(lit.join(' ').toLowerCase()).toContain(phrase.toLowerCase());
    }
  });

  it('finds by name, by job and by what the matched profile teaches', async () => {
    const matched = people.find(({ facts }) => facts?.facts.some(({ value }) => value?.$case === 'skill'));
    const skill = matched?.facts?.facts.flatMap(({ value }) => (value?.$case === 'skill' ? [value.value] : []))[0] ?? '';
    expect(await findAll(stack, ACME, { query: `"${skill}"` })).toContain(matched?.candidateId);
    expect(await findAll(stack, ACME, { query: `"${matched?.name?.full ?? ''}"` })).toContain(matched?.candidateId);
    const title = matched?.applications[0]?.jobTitle ?? '';
    expect(title).not.toBe('');
    expect(await findAll(stack, ACME, { query: `"${title}"` })).toContain(matched?.candidateId);
  });

  it('wants all words, and none that is excluded', async () => {
    const both = await findAll(stack, ACME, { query: 'experience engineer' });
    const [experience, engineer] = [new Set(await findAll(stack, ACME, { query: 'experience' })), new Set(await findAll(stack, ACME, { query: 'engineer' }))];
    expect(both.length).toBeGreaterThan(0);
    expect(new Set(both)).toEqual(experience.intersection(engineer));
    const without = await findAll(stack, ACME, { query: 'experience -engineer' });
    expect(new Set(without)).toEqual(experience.difference(engineer));
  });

  it('answers any query string, or names what is wrong with it and where', async () => {
    const anyQuery = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: fc.constantFrom('"', '-', ' ', 'a', '*', '(', ')', ':', '\\', 'é', '語', '\n', '\0'), maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(anyQuery, async (query) => {
        try {
          expect((await search({ query, pageSize: 1 })).totalSize).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
          expect(error instanceof InvalidInputError ? error.fields[0] : undefined).toMatchObject({ field: 'query', offset: expect.any(Number) });
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('applies the ATS filters to one and the same application', async () => {
    const several = people.filter(({ applications }) => new Set(applications.map(({ status }) => status)).size > 1);
    expect(several.length).toBeGreaterThan(0);
    for (const { applications } of several.slice(0, 10)) {
      const [first, second] = [applications[0], applications.find(({ status }) => status !== applications[0]?.status)];
      const filters = { status: { anyOf: [first?.status ?? ''] }, job: { anyOf: [second?.jobId ?? ''] } };
      const expected = people.filter((person) => person.applications.some(({ status, jobId }) => status === first?.status && jobId === second?.jobId));
      expect(new Set(await findAll(stack, ACME, { filters }))).toEqual(new Set(expected.map(({ candidateId }) => candidateId)));
    }
  });

  it('filters by each of the seven, as brute force over the mirror does', async () => {
    const applications = people.flatMap(({ applications: own }) => own);
    const some = (values: (string | undefined)[]) => values.find((value) => value !== undefined && value !== '') ?? '';
    const cases = {
      status: some(applications.map(({ status }) => status)),
      subStatus: some(applications.map(({ subStatus }) => subStatus)),
      job: some(applications.map(({ jobId }) => jobId)),
      rejectionReason: some(applications.map(({ rejectionReason }) => rejectionReason?.label)),
      withdrawalReason: some(applications.map(({ withdrawalReason }) => withdrawalReason?.label)),
      source: some(applications.map(({ sourceLabel }) => sourceLabel)),
    };
    const valueOf = ({ status, subStatus, jobId, rejectionReason, withdrawalReason, sourceLabel }: Candidate['applications'][number]) => ({
      status, subStatus, job: jobId, rejectionReason: rejectionReason?.label, withdrawalReason: withdrawalReason?.label, source: sourceLabel,
    });
    for (const [filter, value] of Object.entries(cases)) {
      expect({ filter, value }).not.toEqual({ filter, value: '' });
      const expected = people.filter((person) => person.applications.map(valueOf).some((values) => new Map(Object.entries(values)).get(filter) === value));
      const found = await findAll(stack, ACME, { filters: { [filter]: { anyOf: [value] } } });
      expect({ filter, found: found.toSorted() }).toEqual({ filter, found: expected.map(({ candidateId }) => candidateId).toSorted() });
    }
    const times = people.map(({ atsUpdatedTime }) => atsUpdatedTime?.getTime() ?? 0).sort((a, b) => a - b);
    const [fromTime, toTime] = [new Date(times[Math.floor(times.length / 4)] ?? 0), new Date(times[Math.floor(times.length / 2)] ?? 0)];
    const inside = people.filter(({ atsUpdatedTime: time }) => time !== undefined && time >= fromTime && time <= toTime);
    expect((await findAll(stack, ACME, { filters: { lastUpdated: { fromTime, toTime } } })).length).toBe(inside.length);
  });

  it('tells filters as a URL and as a sentence, and reads the URL back as the same search', async () => {
    const jobId = people[0]?.applications[0]?.jobId ?? '';
    const asked = Filters.fromPartial({ job: { anyOf: [jobId] }, status: { noneOf: ['REJECTED'] }, yearsOfExperience: { min: 1, includeUnknown: true } });
    const { url, sentence } = await stack.clients.search.describeFilters({ form: { $case: 'filters', value: asked } }, stack.as(ACME));
    expect(sentence).toMatch(/^Candidates with an application that has job “.+”, without any application that has status “REJECTED” and with at least 1 completed years of experience \(or unknown\)\.$/);
    expect(sentence).not.toContain(jobId);
    const { filters } = await stack.clients.search.describeFilters({ form: { $case: 'url', value: url } }, stack.as(ACME));
    const [once, again] = [await findAll(stack, ACME, { filters: asked }), await findAll(stack, ACME, { filters })];
    expect(once.length).toBeGreaterThan(0);
    expect(new Set(again)).toEqual(new Set(once));
    await expect(stack.clients.search.describeFilters({ form: { $case: 'url', value: 'skil=Java' } }, stack.as(ACME))).rejects.toThrow('skil is no filter');
  });

  it('keeps its pages stable and in order while candidates come and go', async () => {
    const first = await search({ orderBy: 'last_updated desc', pageSize: 30 });
    const created = await stack.control(ACME).create('/candidates');
    await eventually('the newcomer is found', () => countOf(stack, ACME, ''), (count) => count === first.totalSize + 1);
    // Whoever stands last comes to the front; these pages are of before.
    const last = people.toSorted((a, b) => (a.atsUpdatedTime?.getTime() ?? 0) - (b.atsUpdatedTime?.getTime() ?? 0))[0];
    await stack.control(ACME).patch(`/candidates/${last?.externalId ?? ''}`, { phoneNumber: '0555 0100' });
    await eventually('the last is the first', () => search({ orderBy: 'last_updated desc', pageSize: 1 }), ({ hits }) => hits[0]?.candidateId === last?.candidateId);
    const ids = first.hits.map(({ candidateId }) => candidateId);
    const times = first.hits.map(({ atsUpdatedTime }) => atsUpdatedTime?.getTime() ?? 0);
    for (let pageToken = first.nextPageToken; pageToken !== ''; ) {
      const page = await search({ orderBy: 'last_updated desc', pageSize: 30, pageToken });
      expect(page.totalSize).toBe(first.totalSize);
      ids.push(...page.hits.map(({ candidateId }) => candidateId));
      times.push(...page.hits.map(({ atsUpdatedTime }) => atsUpdatedTime?.getTime() ?? 0));
      pageToken = page.nextPageToken;
    }
    expect(new Set(ids).size).toBe(first.totalSize);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    await stack.control(ACME).remove(`/candidates/${created}`);
    await eventually('they are gone again', () => countOf(stack, ACME, ''), (count) => count === first.totalSize);
  }, 60_000);

  it('shows all there is of a candidate: times, applications, contact, readable files, facts with source and date', async () => {
    const person = people.find(({ facts, attachments }) => (facts?.facts.length ?? 0) > 0 && attachments.some(({ textState }) => textState === TextState.READ));
    const { candidate } = await stack.clients.search.getCandidate({ candidateId: person?.candidateId ?? '' }, stack.as(ACME));
    expect(candidate?.atsUpdatedTime).toEqual(person?.atsUpdatedTime);
    expect(candidate?.mirroredTime).toBeInstanceOf(Date);
    expect(candidate?.applications.map(({ jobTitle, status }) => ({ jobTitle, status }))).toEqual(person?.applications.map(({ jobTitle, status }) => ({ jobTitle, status })));
    expect(candidate?.contactInfo).toMatchObject({ email: person?.email, phone: person?.phone });
    expect(candidate?.attachments.map(({ name, pages }) => ({ name, pages: pages.map(({ text }) => text) }))).toEqual(
      person?.attachments.map(({ name, text }) => ({ name, pages: text?.pages ?? [] })),
    );
    expect(candidate?.facts.every(({ source, observedDate }) => source !== '' && /^\d{4}-\d\d-\d\d$/.test(observedDate))).toBe(true);
    const [file] = candidate?.attachments ?? [];
    const chunks: Uint8Array[] = [];
    for await (const { part } of stack.clients.ingestion.getAttachment({ candidateId: candidate?.candidateId ?? '', attachmentId: file?.attachmentId ?? '' }, stack.as(ACME))) {
      if (part?.$case === 'chunk') {
        chunks.push(part.value);
      }
    }
    expect(Buffer.concat(chunks).length).toBe(file?.sizeBytes);
  });

  it('matches by profile address, never a wrong person, and teaches nothing of the unmatched', () => {
    const truth = profileTruth([{ size: SIZE, seed: 7 }, { size: SIZE / 4, seed: 1_007 }]);
    const matched = people.filter(({ decision }) => decision?.outcome === Outcome.MATCH);
    expect(matched.length).toBeGreaterThan(SIZE / 5);
    expect(matched.filter(({ externalId, decision }) => truth.get(externalId) !== decision?.profileId).map(({ externalId }) => externalId)).toEqual([]);
    for (const { decision } of matched) {
      expect(decision?.evidence.some(({ supports, foundIn, value }) => supports && foundIn !== '' && /^(linkedin|github):/.test(value))).toBe(true);
    }
    const unmatched = people.filter(({ decision }) => decision?.outcome !== Outcome.MATCH);
    expect(unmatched.length).toBeGreaterThan(0);
    expect(unmatched.filter(({ facts }) => facts !== undefined)).toEqual([]);
  });

  it('takes nobody for the owner of an address who has another name: handles are given away in time', async () => {
    const { clients, as } = stack;
    const { hits } = await clients.search.searchProfiles({ pageSize: 100 }, as(ACME));
    const profile = hits.find(({ urls }) => urls.some((url) => url.includes('linkedin.com/in/')));
    const linkedin = profile?.urls.find((url) => url.includes('linkedin.com/in/')) ?? '';
    const id = await stack.control(ACME).create('/candidates', { firstName: 'Quodlibet', lastName: 'Wrzesniewski', email: 'quodlibet@example.com', web: { linkedin } });
    const found = await eventually('the decision is folded', async () => (await search({ query: 'quodlibet' })).hits[0], (hit) => hit !== undefined);
    const { candidate } = await eventually(
      'it was decided',
      () => clients.search.getCandidate({ candidateId: found?.candidateId ?? '' }, as(ACME)),
      ({ candidate: shown }) => shown?.decision !== undefined,
    );
    expect(candidate?.decision?.outcome).toBe(Outcome.NOBODY);
    expect(candidate?.decision?.evidence.map(({ kind, supports }) => ({ kind, supports }))).toContainEqual({ kind: 'name_conflict', supports: false });
    expect([candidate?.linkedinUrl, candidate?.facts]).toEqual(['', []]);
    await stack.control(ACME).remove(`/candidates/${id}`);
    await eventually('they are gone again', () => countOf(stack, ACME, 'quodlibet'), (count) => count === 0);
  }, 60_000);

  it('shows an unmatched candidate without a profile address, yet finds them by their résumé', async () => {
    const unmatched = new Set(people.filter(({ decision }) => decision?.outcome !== Outcome.MATCH).map(({ candidateId }) => candidateId));
    const { hits } = await search({ pageSize: 100 });
    expect(hits.filter(({ candidateId, linkedinUrl, matched }) => unmatched.has(candidateId) && (linkedinUrl !== '' || matched))).toEqual([]);
    expect((await findAll(stack, ACME, { query: 'experience' })).some((id) => unmatched.has(id))).toBe(true);
  });

  it('searches the public profiles with the same language', async () => {
    const { clients, as } = stack;
    const everybody = await clients.search.searchProfiles({ pageSize: 5 }, as(ACME));
    expect(everybody.totalSize).toBeGreaterThan(SIZE);
    for (const { profileId, name } of everybody.hits) {
      const { hits } = await clients.search.searchProfiles({ query: `"${name}"`, pageSize: 100 }, as(ACME));
      expect(hits.map((hit) => hit.profileId)).toContain(profileId);
    }
    const [all, with_, without] = await Promise.all(['manager', 'manager senior', 'manager -senior'].map((query) => clients.search.searchProfiles({ query }, as(ACME))));
    expect(all?.totalSize).toBe((with_?.totalSize ?? 0) + (without?.totalSize ?? 0));
  });

  it('counts categories so that every bar is the number of results after a click', async () => {
    const { categories, totalSize } = await stack.clients.insights.countCategories({ query: 'experience', limit: 5 }, stack.as(ACME));
    expect(totalSize).toBe(await countOf(stack, ACME, 'experience'));
    expect(categories).toHaveLength(18);
    const filterOf = new Map<Category, string>([
      [Category.LOCATION, 'location'], [Category.CURRENT_COMPANY, 'currentCompany'], [Category.CURRENT_TITLE, 'currentTitle'], [Category.PAST_COMPANY, 'pastCompany'], [Category.PAST_TITLE, 'pastTitle'],
      [Category.SKILLS, 'skill'], [Category.SCHOOL, 'school'], [Category.DEGREE, 'degree'], [Category.MAJOR, 'major'], [Category.LANGUAGES, 'language'], [Category.CERTIFICATIONS, 'certification'],
    ]);
    const years = new Map<Category, string>([[Category.YEARS_OF_EXPERIENCE, 'yearsOfExperience'], [Category.YEARS_IN_ROLE, 'yearsInRole']]);
    const toFilter = (category: Category, value: string) => {
      const [, min, max] = /^(?:>=)?(\d+)(?:\.\.(\d+))?$/.exec(value) ?? [];
      const span = years.get(category);
      return span === undefined ? { [filterOf.get(category) ?? '']: { anyOf: [value] } } : { [span]: { min: Number(min), ...(max === undefined ? {} : { max: Number(max) }) } };
    };
    for (const { category, bars } of categories.filter((one) => filterOf.has(one.category) || years.has(one.category))) {
      expect({ category, bars: bars.length > 0 }).toEqual({ category, bars: true });
      for (const { value, count } of bars) {
        const { totalSize: clicked } = await search({ query: 'experience', filters: toFilter(category, value) });
        expect({ category, value, count }).toEqual({ category, value, count: clicked });
      }
    }
    const [statuses] = (await stack.clients.search.countFacets({ query: 'experience', filters: { source: { anyOf: ['LinkedIn'] } }, facets: [{ facet: Facet.STATUS, limit: 20 }] }, stack.as(ACME))).facets;
    for (const { value, count } of statuses?.values ?? []) {
      const { totalSize: clicked } = await search({ query: 'experience', filters: { source: { anyOf: ['LinkedIn'] }, status: { anyOf: [value] } } });
      expect({ value, count }).toEqual({ value, count: clicked });
    }
    const { facets } = await stack.clients.search.countFacets({ facets: [{ facet: Facet.SKILLS, limit: 3 }] }, stack.as(ACME));
    expect(facets[0]?.values).toHaveLength(3);
  });

  it('reads fields, and what is bound to one application, as brute force over the mirror does', async () => {
    const [someone] = people.filter(({ applications, education, email }) => applications.length > 1 && education.length > 0 && email !== '');
    const [application, other] = someone?.applications ?? [];
    const school = someone?.education[0]?.school ?? '';
    const word = (text: string) => ` ${text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
    const cases: [query: string, isMeant: (person: Candidate) => boolean][] = [
      [`email:"${someone?.email ?? ''}"`, ({ email }) => email.toLowerCase() === someone?.email.toLowerCase()],
      [`id:${someone?.externalId ?? ''}`, ({ externalId }) => externalId === someone?.externalId],
      ['NOT email:*', ({ email }) => email === ''],
      ['has:attachment', ({ attachments }) => attachments.length > 0],
      [`status:"${application?.status ?? ''}"`, ({ applications }) => applications.some(({ status }) => word(status).includes(word(application?.status ?? '')))],
      [`app(job:"${application?.jobTitle ?? ''}" status:"${other?.status ?? ''}")`, ({ applications }) => applications.some(({ jobTitle, status }) => word(jobTitle).includes(word(application?.jobTitle ?? '')) && word(status).includes(word(other?.status ?? '')))],
      [`school:"${school}"`, ({ education, facts }) => [...education, ...(facts?.facts ?? []).flatMap(({ value }) => (value?.$case === 'education' ? [value.value] : []))].some((one) => word(one.school).includes(word(school)))],
      ['matched:yes -github:*', ({ facts, links }) => facts !== undefined && ![...links.map(({ url }) => url), ...facts.facts.flatMap(({ value }) => (value?.$case === 'link' ? [value.value] : []))].some((url) => /github\.com\/[^/]+\/?$/i.test(url))],
    ];
    for (const [query, isMeant] of cases) {
      expect({ query, found: new Set(await findAll(stack, ACME, { query })) }).toEqual({ query, found: new Set(people.filter(isMeant).map(({ candidateId }) => candidateId)) });
    }
  });

  it('says how it reads a query: in one spelling, both ways with their counts, or why not', async () => {
    const parse = (query: string) => stack.clients.search.parseQuery({ query, countReadings: true }, stack.as(ACME));
    const { canonicalQuery, readings, notes } = await parse('experience or engineer manager');
    expect([canonicalQuery, notes.map(({ code }) => code)]).toEqual(['experience OR (engineer AND manager)', ['both-readings', 'or']]);
    expect(readings.map(({ query }) => query)).toEqual([canonicalQuery, '(experience OR engineer) AND manager']);
    for (const { query, totalSize } of readings) {
      expect(totalSize).toBe(await countOf(stack, ACME, query));
    }
    expect((await parse('java *gram')).refusal).toMatchObject({ code: 'QR-9', startOffset: 5, endOffset: 10 });
  });

  it('says of every hit why it is one, by the words themselves', async () => {
    const query = 'engineer -manager';
    const { hits } = await search({ query, pageSize: 20 });
    const { explanations } = await stack.clients.search.explainHits({ query, candidateIds: hits.map(({ candidateId }) => candidateId) }, stack.as(ACME));
    expect(explanations.map(({ candidateId }) => candidateId)).toEqual(hits.map(({ candidateId }) => candidateId));
    for (const { reasons } of explanations) {
      expect(reasons.length).toBeGreaterThan(0);
      const lit = reasons.flatMap(({ text, highlights }) => highlights.map(({ startOffset, endOffset }) => Array.from(text).slice(startOffset, endOffset).join('')));
      expect(lit.filter((words) => !/^engineer/i.test(words))).toEqual([]);
      expect(lit.length).toBeGreaterThanOrEqual(reasons.length);
    }
  });

  it('says of a search that finds nobody what stands in the way', async () => {
    const filters = { skill: { anyOf: ['no such skill'], allOf: [], noneOf: [], includeUnknown: false } };
    const { totalSize, relaxations } = await stack.clients.search.diagnoseSearch({ query: 'experience', filters }, stack.as(ACME));
    expect([totalSize, relaxations.map(({ removed, isFilter }) => [removed, isFilter])]).toEqual([0, [['experience', false], ['skill', true]]]);
    expect(relaxations.map((one) => one.totalSize)).toEqual([0, await countOf(stack, ACME, 'experience')]);
  });

  it('exports all of a search, each once and in its order', async () => {
    const exported: string[] = [];
    for await (const { candidates, totalSize } of stack.clients.search.exportCandidates({ query: 'experience', orderBy: 'name' }, stack.as(ACME))) {
      exported.push(...candidates.map(({ candidateId }) => candidateId));
      expect(totalSize).toBe(await countOf(stack, ACME, 'experience'));
    }
    expect(exported).toEqual(await findAll(stack, ACME, { query: 'experience', orderBy: 'name' }));
  });

  it('answers a foreign id with the bytes of a missing one, and never finds another tenant’s people', async () => {
    const [foreign] = await listPeople(stack, GLOBEX);
    const refusal = async (call: Promise<unknown>) => {
      const error: unknown = await call.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(NotFoundError);
      const cause: unknown = error instanceof Error ? error.cause : undefined;
      return JSON.stringify(cause, Object.getOwnPropertyNames(cause).filter((name) => name !== 'stack'));
    };
    const missing = 'f'.repeat(foreign?.candidateId.length ?? 0);
    const getCandidate = (candidateId: string) => refusal(stack.clients.search.getCandidate({ candidateId }, stack.as(ACME)));
    expect(await getCandidate(foreign?.candidateId ?? '')).toBe(await getCandidate(missing));
    const getAttachment = async (candidateId: string) => {
      for await (const _ of stack.clients.ingestion.getAttachment({ candidateId, attachmentId: foreign?.attachments[0]?.attachmentId ?? missing }, stack.as(ACME))) {
        throw new Error('A foreign attachment was handed out.');
      }
    };
    expect(await refusal(getAttachment(foreign?.candidateId ?? ''))).toBe(await refusal(getAttachment(missing)));
    const { candidates } = await stack.clients.ingestion.getCandidates({ candidateIds: [foreign?.candidateId ?? ''] }, stack.as(ACME));
    expect(candidates).toEqual([]);
    const own = new Set(people.map(({ candidateId }) => candidateId));
    expect((await findAll(stack, ACME, { query: foreign?.name?.full ?? '' })).filter((id) => !own.has(id))).toEqual([]);
  });

  it('answers nobody without a token, and nobody without the role', async () => {
    const { clients, issuer, identities } = stack;
    const call = (authorization: string) => clients.search.searchCandidates({}, { authorization });
    await expect(clients.search.searchCandidates({})).rejects.toBeInstanceOf(UnauthenticatedError);
    await expect(call('Bearer nonsense')).rejects.toBeInstanceOf(UnauthenticatedError);
    const expired = await identities.serviceToken(ACME, '-1m');
    await expect(call(`Bearer ${expired}`)).rejects.toBeInstanceOf(UnauthenticatedError);
    await expect(call(`Bearer ${await issuer.token(ACME, 'auditor')}`)).rejects.toBeInstanceOf(ForbiddenError);
    expect((await call(`Bearer ${await issuer.token(ACME, 'recruiter')}`)).totalSize).toBe(people.length);
  });
});
