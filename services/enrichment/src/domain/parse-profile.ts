import { type Profile } from '@secondlook/contracts';
import { z } from 'zod';

/**
 * A line of the profile library: the import schema, documented in this service's README. Unknown fields are an error: a typo must
 * not lose data in silence.
 */
const partialDate = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, 'must be YYYY, YYYY-MM or YYYY-MM-DD');
const text = z.string().trim().max(20_000);
const texts = z.array(text.min(1)).max(1_000).default([]);

const line = z.strictObject({
  id: z.string().regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 printable ASCII characters without spaces'),
  name: z.strictObject({ full: text.min(1), given: text.optional(), family: text.optional() }),
  headline: text.optional(),
  location: text.optional(),
  emails: texts,
  phones: texts,
  urls: texts,
  positions: z
    .array(
      z.strictObject({
        title: text.optional(),
        company: text.optional(),
        start: partialDate.optional(),
        end: partialDate.nullish(),
        location: text.optional(),
        description: text.optional(),
      }),
    )
    .max(200)
    .default([]),
  education: z
    .array(z.strictObject({ school: text.optional(), degree: text.optional(), field: text.optional(), start: partialDate.nullish(), end: partialDate.nullish() }))
    .max(100)
    .default([]),
  skills: texts,
  languages: texts,
  certifications: texts,
  source: text.min(1),
  observedAt: z.iso.date(),
});

/** A profile as the library has it; id and version are kept beside it. */
export type LibraryProfile = Omit<Profile, 'version' | 'deleted'>;

/** The profile of a line, or what is wrong with it and where, without its values. */
export function parseProfileLine(json: string): LibraryProfile | string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return 'not JSON';
  }
  const parsed = line.safeParse(value, { reportInput: false });
  return parsed.success ? toProfile(parsed.data) : describe(parsed.error);
}

function describe({ issues }: z.ZodError): string {
  return issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'line'}: ${issue.message}`)
    .join('; ');
}

function toProfile({ id, name, headline = '', location, positions, education, observedAt, ...rest }: z.infer<typeof line>): LibraryProfile {
  const [city = '', ...others] = (location ?? '').split(',').map((part) => part.trim());
  return {
    ...rest,
    profileId: id,
    name: { full: name.full, given: name.given ?? '', family: name.family ?? '' },
    headline,
    location: location === undefined || location === '' ? undefined : { text: location, city, region: others.length > 1 ? (others[0] ?? '') : '', country: others.at(-1) ?? '', countryCode: '' },
    positions: positions.map(({ title = '', company = '', start = '', end, location: place = '', description = '' }) => ({
      title,
      company,
      start,
      end: end ?? '',
      // The library says "open" by null, or by leaving the end out of a position that has begun.
      current: (end === null || end === undefined) && start !== '',
      location: place,
      description,
    })),
    education: education.map(({ school = '', degree = '', field = '', start, end }) => ({
      school,
      degree,
      major: field,
      start: start ?? '',
      end: end ?? '',
      current: false,
      description: '',
    })),
    observedDate: observedAt,
  };
}
