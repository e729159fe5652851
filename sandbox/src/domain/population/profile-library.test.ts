import { describe, expect, it } from '@jest/globals';
import { textAt } from '../../testing/sandbox-client';
import { isJsonObject, type JsonObject } from '../json';
import { type CandidateRecord } from '../records';
import { createPopulation } from './population';
import { profileLibrary, profileTruth } from './profile-library';
import { type PublicProfile } from './public-profile';

const SIZE = 1000;
const options = { seed: 1, size: SIZE };
const population = createPopulation(options);
const profiles = new Map([...profileLibrary([options])].map((profile) => [profile.id, profile]));
const truth = profileTruth([options]);

interface Pair {
  readonly record: CandidateRecord;
  readonly profile: PublicProfile;
}

const pairs: readonly Pair[] = Array.from({ length: SIZE }, (_, candidate) => population.readCandidate(candidate)).flatMap((record) => {
  const profile = profiles.get(truth.get(record.id) ?? '');
  return profile === undefined ? [] : [{ record, profile }];
});

const shareOf = (isCounted: (pair: Pair) => boolean): number => pairs.filter(isCounted).length / pairs.length;

const jobsOf = ({ record }: Pair): readonly JsonObject[] => {
  const { experience } = record.fields;
  return Array.isArray(experience) ? experience.filter(isJsonObject) : [];
};

const currentOf = (pair: Pair): JsonObject | undefined => jobsOf(pair).find((job) => job['current'] === true);
const currentInProfile = ({ profile }: Pair) => profile.positions.find(({ end }) => end === null);

const words = (text: string): readonly string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
const resemble = (left: string, right: string): boolean => words(left).some((word) => word.length > 2 && words(right).includes(word));

describe('the public-profile library', () => {
  it('is the same for the same options', () => {
    const write = (): string => JSON.stringify([...profileLibrary([{ seed: 5, size: 40 }])]);
    expect(write()).toBe(write());
  });

  it('lacks about a fifth of the people, and has one and a half times as many strangers', () => {
    expect(truth.size / SIZE).toBeCloseTo(0.8, 1);
    const strangers = profiles.size - new Set(truth.values()).size;
    expect(strangers / SIZE).toBeCloseTo(1.5, 1);
  });

  it('has no id twice, also over several populations', () => {
    const ids = [...profileLibrary([options, { seed: 2, size: 300 }])].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tells nobody by its order who is a candidate', () => {
    const known = new Set(truth.values());
    const flags = [...profiles.keys()].map((id) => known.has(id));
    const half = Math.floor(flags.length / 2);
    const inFirstHalf = flags.slice(0, half).filter(Boolean).length / flags.filter(Boolean).length;
    expect(inFirstHalf).toBeCloseTo(0.5, 1);
  });

  it('speaks of the same people as the ATS', () => {
    const hasEmployerInCommon = (pair: Pair): boolean =>
      jobsOf(pair).some((job) => pair.profile.positions.some(({ company }) => resemble(company, textAt(job, 'company'))));
    const told = pairs.filter((pair) => jobsOf(pair).length > 0 && pair.profile.positions.length > 0);
    expect(told.filter(hasEmployerInCommon).length / told.length).toBeGreaterThan(0.93);
  });

  it('speaks of them in other words: titles, companies, dates and names differ often and agree often', () => {
    const both = pairs.filter((pair) => currentOf(pair) !== undefined && currentInProfile(pair) !== undefined);
    const agree = (isEqual: (pair: Pair) => boolean): number => both.filter(isEqual).length / both.length;
    const titles = agree((pair) => textAt(currentOf(pair), 'title') === currentInProfile(pair)?.title);
    const companies = agree((pair) => textAt(currentOf(pair), 'company') === currentInProfile(pair)?.company);
    const starts = agree((pair) => textAt(currentOf(pair), 'startDate') === currentInProfile(pair)?.start);
    const names = agree(({ record, profile }) => `${textAt(record.fields, 'firstName')} ${textAt(record.fields, 'lastName')}` === profile.name.full);
    for (const share of [titles, companies, starts, names]) {
      expect(share).toBeGreaterThan(0.2);
      expect(share).toBeLessThan(0.75);
    }
  });

  it('is drawn independently: a profile does not depend on how the same person is told in the ATS', () => {
    const withEmail = shareOf(({ profile }) => profile.emails.length > 0);
    const withEmailAmongLinked = pairs.filter(({ record }) => textAt(record.fields, 'web', 'linkedin') !== '');
    const among = withEmailAmongLinked.filter(({ profile }) => profile.emails.length > 0).length / withEmailAmongLinked.length;
    expect(Math.abs(among - withEmail)).toBeLessThan(0.06);
    const larger = new Map([...profileLibrary([{ seed: 1, size: SIZE + 100 }])].map((profile) => [profile.id, profile]));
    const people = new Set(truth.values());
    expect([...people].filter((id) => JSON.stringify(larger.get(id)) !== JSON.stringify(profiles.get(id)))).toEqual([]);
  });

  it('holds decoys: an address the candidate gives that belongs to somebody of another name', () => {
    const handle = (address: string): string => decodeURIComponent(/\/in\/([^/?]+)/i.exec(address)?.[1] ?? '').toLowerCase();
    const owners = new Map([...profiles.values()].flatMap(({ id, urls }) => urls.filter(handle).map((url) => [handle(url), id] as const)));
    const recycled = pairs.filter(({ record, profile }) => {
      const owner = owners.get(handle(textAt(record.fields, 'web', 'linkedin')));
      return owner !== undefined && owner !== profile.id;
    });
    expect(recycled.length).toBeGreaterThan(0);
    expect(recycled.length / pairs.length).toBeLessThan(0.02);
  });

  it('gives no LinkedIn address to two profiles', () => {
    const urls = [...profiles.values()].flatMap((profile) => profile.urls);
    expect(new Set(urls).size).toBe(urls.length);
  });

  it('writes dates as YYYY or YYYY-MM, and the day it was observed', () => {
    const all = [...profiles.values()];
    const dates = all.flatMap(({ positions, education }) => [...positions, ...education].flatMap(({ start, end }) => [start, end]));
    expect(dates.filter((date) => typeof date === 'string' && !/^\d{4}(-\d{2})?$/.test(date))).toEqual([]);
    expect(all.filter(({ observedAt }) => !/^202[56]-\d{2}-\d{2}$/.test(observedAt))).toEqual([]);
  });
});
