import { z } from 'zod';

import { type PersonRecord } from '../domain/model/field-kind';
import { InputError, messageOf } from './input-error';
import { readBlocks } from './read-blocks';
import { type Take } from './read-table';

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();
const recordSchema = z.object({
  id: z.union([z.string().min(1), z.number()]),
  name: z.object({ full: text, given: text, family: text }).nullish(),
  location: text,
  emails: texts,
  phones: texts,
  urls: texts,
  positions: z.array(z.object({ title: text, company: text, start: text, end: text })).nullish(),
  education: z.array(z.object({ school: text, degree: text, field: text, start: text, end: text })).nullish(),
  skills: texts,
  resumeText: text,
});

/** Reads a file of one record a line. */
export async function readJsonLines(file: string, take: Take): Promise<void> {
  for await (const { bytes, line } of readBlocks(file)) {
    bytes
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .split('\n')
      .forEach((json, index) => {
        if (json.trim() !== '') {
          take.record(toRecord(json, { file, line: line + index }), line + index);
        }
      });
  }
}

function toRecord(json: string, where: { readonly file: string; readonly line: number }): PersonRecord {
  const parsed = recordSchema.safeParse(parseJson(json, where));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(`${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is no record'}`.trim(), where);
  }
  const { id, name, location, emails, phones, urls, positions, education, skills, resumeText } = parsed.data;
  const [city, ...regions] = (location ?? '').split(',');
  return {
    id: String(id),
    fields: {
      fullName: present([name?.full]),
      givenName: present([name?.given]),
      familyName: present([name?.family]),
      city: present([city]),
      region: present(regions),
      email: emails ?? [],
      phone: phones ?? [],
      url: urls ?? [],
      employer: present((positions ?? []).map(({ company }) => company)),
      jobTitle: present((positions ?? []).map(({ title }) => title)),
      school: present((education ?? []).map(({ school }) => school)),
      degree: present((education ?? []).map(({ degree }) => degree)),
      field: present((education ?? []).map(({ field }) => field)),
      skill: skills ?? [],
      text: present([resumeText]),
    },
    periods: [
      ...(positions ?? []).map(({ company, start }) => ({ place: company, date: start })),
      ...(education ?? []).map(({ school, end }) => ({ place: school, date: end })),
    ].flatMap(({ place, date }) => (typeof place === 'string' && typeof date === 'string' && date !== '' ? [{ place, date }] : [])),
  };
}

function present(values: readonly (string | null | undefined)[]): string[] {
  return values.flatMap((value) => (typeof value === 'string' && value.trim() !== '' ? [value] : []));
}

function parseJson(json: string, place: { readonly file: string; readonly line: number }): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new InputError(messageOf(error), place);
  }
}
