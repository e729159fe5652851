import { uuidOf, userIdOf } from '../identifiers';
import { withoutUndefined, type JsonObject } from '../json';
import { createRandom, type Random } from '../random';
import { toTimestamp, type JobRecord } from '../records';
import { type JobDraft, type JobStatus } from './job-draft';
import { type ReferenceLists } from './reference-lists';

const HOUR = 3_600_000;

const employmentTypes = [['permanent', 'Full-time'], ['part_time', 'Part-time'], ['contract', 'Contract'], ['intern', 'Intern']] as const;
const experienceLevels = [['entry_level', 'Entry Level'], ['associate', 'Associate'], ['mid_senior_level', 'Mid-Senior Level'], ['director', 'Director'], ['executive', 'Executive']] as const;
const languages = [['en', 'English', 'English'], ['de', 'German', 'Deutsch'], ['fr', 'French', 'Français'], ['pl', 'Polish', 'Polski']] as const;

const labelled = ([id, label]: readonly [string, string]): JsonObject => ({ id, label });

const htmlList = (items: readonly string[]): string => `<ul>${items.map((item) => `<li>${item.replaceAll('&', '&amp;')}</li>`).join('')}</ul>`;

const toJobAd = (job: JobDraft, random: Random): JsonObject => {
  const { occupation, title, place } = job;
  const wanted = random.sample(occupation.skills, 6);
  const language = { code: 'en' };
  return {
    sections: {
      companyDescription: { title: 'Company Description', text: '<p>We make tools that <strong>people like to work with</strong>, in nine countries.</p>' },
      jobDescription: {
        title: 'Job Description',
        text: `<p>As <em>${title.replaceAll('&', '&amp;')}</em> in ${place.city.name} you will:</p>${htmlList(random.sample(occupation.duties, 4))}`,
      },
      qualifications: {
        title: 'Qualifications',
        text: `<p>You bring a degree in ${random.pick(occupation.fields)} or comparable experience, and know:</p>${htmlList(wanted)}`,
      },
      additionalInformation: { title: 'Additional Information', text: '<p>30 days of holiday&nbsp;&ndash; and a team that helps.</p>' },
    },
    language,
  };
};

const toPostingStatus = (status: JobStatus, random: Random): string => {
  if (status === 'CREATED' || status === 'FILLED' || status === 'CANCELLED') return 'NOT_PUBLISHED';
  return random.pickWeighted([{ share: 80, name: 'PUBLIC' }, { share: 12, name: 'INTERNAL' }, { share: 8, name: 'PRIVATE' }]).name;
};

const toLocation = ({ place }: JobDraft, random: Random): JsonObject =>
  withoutUndefined({
    country: place.country.name,
    countryCode: place.country.code,
    regionCode: place.city.regionCode,
    region: place.city.region,
    city: place.city.name,
    latitude: String(place.city.latitude),
    longitude: String(place.city.longitude),
    remote: random.isChance(0.15),
  });

const toFields = (job: JobDraft, lists: ReferenceLists, seed: number, random: Random): JsonObject => {
  const department = lists.departments.find(({ label }) => label === job.occupation.department);
  const language = random.pickSkewed(languages);
  const pay = 30_000 + job.level * 17_000 + random.below(12) * 1000;
  return withoutUndefined({
    title: job.title,
    refNumber: `REF${1000 + job.index}${'ABCDEFGH'[job.index % 8] ?? 'A'}`,
    department: department === undefined ? undefined : { id: department.id, label: department.label },
    location: toLocation(job, random),
    status: job.status,
    postingStatus: toPostingStatus(job.status, random),
    language: { code: language[0], label: language[1], labelNative: language[2] },
    targetHiringDate: random.isChance(0.5) ? toTimestamp(job.createdAt + 90 * 24 * HOUR) : undefined,
    industry: labelled(random.pick([['computer_software', 'Computer Software'], ['retail', 'Retail'], ['machinery', 'Machinery']] as const)),
    function: { id: job.occupation.name.replaceAll(' ', '_'), label: job.occupation.name },
    typeOfEmployment: labelled(random.pickSkewed(employmentTypes)),
    experienceLevel: labelled(experienceLevels[job.level] ?? experienceLevels[0]),
    template: job.isTemplate,
    creator: { id: userIdOf(seed, job.index % 7), firstName: 'Robin', lastName: `Recruiter ${(job.index % 7) + 1}` },
    compensation: random.isChance(0.4) ? { min: pay, max: pay + 15_000, currency: 'EUR' } : undefined,
    jobAd: toJobAd(job, random),
    properties: [{ id: uuidOf(seed, 'job property', 'Cost centre'), label: 'Cost centre', value: { id: uuidOf(seed, 'cost centre', job.index % 5), label: `CC ${100 + (job.index % 5)}` } }],
  });
};

const statusPath: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  CREATED: ['CREATED'],
  SOURCING: ['CREATED', 'SOURCING'],
  INTERVIEW: ['CREATED', 'SOURCING', 'INTERVIEW'],
  OFFER: ['CREATED', 'SOURCING', 'INTERVIEW', 'OFFER'],
  FILLED: ['CREATED', 'SOURCING', 'INTERVIEW', 'OFFER', 'FILLED'],
  CANCELLED: ['CREATED', 'SOURCING', 'CANCELLED'],
  ON_HOLD: ['CREATED', 'SOURCING', 'ON_HOLD'],
};

/** The user's link is not served by the sandbox, so a step of the history names none. */
const toHistory = (job: JobDraft, updatedAt: number): JsonObject[] => {
  const path = statusPath[job.status];
  const step = (updatedAt - job.createdAt) / path.length;
  return path.map((status, index) => ({ changedOn: toTimestamp(Math.round(job.createdAt + index * step)), status }));
};

export interface JobContext {
  readonly seed: number;
  readonly lists: ReferenceLists;
  readonly referenceDate: number;
}

export const toJobRecord = (job: JobDraft, { seed, lists, referenceDate }: JobContext): JobRecord => {
  const random = createRandom(seed, 'job record', job.index);
  const updatedAt = Math.round(job.createdAt + (referenceDate - job.createdAt) * random.fraction() * 0.6);
  return {
    id: job.id,
    createdAt: job.createdAt,
    updatedAt,
    lastActivityAt: updatedAt,
    fields: toFields(job, lists, seed, random),
    history: toHistory(job, updatedAt),
    hiringTeam: [
      { id: userIdOf(seed, job.index % 7), role: 'RECRUITER' },
      { id: userIdOf(seed, 7 + (job.index % 40)), role: 'HIRING_MANAGER' },
      ...(random.isChance(0.2) ? [{ id: userIdOf(seed, 50 + (job.index % 9)), role: 'Works council' }] : []),
    ],
  };
};
