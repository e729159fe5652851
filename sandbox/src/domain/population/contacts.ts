import { type Random } from '../random';
import { type CareerStep } from './career';
import { type PersonCore } from './person-core';

export interface Contacts {
  readonly personalEmail: string;
  readonly workEmail: string | undefined;
  readonly dialling: string;
  readonly nationalPhone: string;
  /** The last part of the LinkedIn address, as its owner sees it: decoded, lower case. */
  readonly linkedinHandle: string | undefined;
  readonly githubHandle: string | undefined;
  readonly website: string | undefined;
}

/** Domains reserved for examples (RFC 2606): no mail can ever leave for a stranger. */
const mailDomains = ['mail.example.com', 'post.example.net', 'inbox.example.org', 'example.com', 'example.net', 'web.example.org'];

/** Letters an address may carry; everything else goes. */
const slug = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');

const drawHandle = (core: PersonCore, given: string, family: string, unique: string, random: Random): string => {
  const isMarked = core.culture.code !== 'en' && /^[\p{Script=Latin} -]+$/u.test(core.given.native) && random.isChance(0.4);
  const names = isMarked ? `${slug(core.given.native)}-${slug(core.family.native)}` : `${given}-${family}`;
  const shapes = [`${names}-${unique.slice(0, 8)}`, `${names}-${unique.slice(0, 9)}`, `${family}-${given}-${unique.slice(8, 15)}`, `${given}${family}${unique.slice(0, 7)}`];
  return random.pickSkewed(shapes).toLowerCase();
};

export const drawContacts = (core: PersonCore, latest: CareerStep | undefined, random: Random, unique: string): Contacts => {
  const given = slug(core.given.roman[0] ?? '').replaceAll('-', '');
  const family = slug(core.family.roman[0] ?? '').replaceAll('-', '');
  // Six digits keep namesakes apart: an address belongs to one person.
  const number = String(parseInt(unique.slice(16, 24), 16) % 1_000_000).padStart(6, '0');
  const initial = given.slice(0, 1);
  const mailNames = [`${given}.${family}${number}`, `${given}${family}${number}`, `${initial}${family}.${number}`, `${family}_${given}_${number}`];
  return {
    personalEmail: `${random.pickSkewed(mailNames)}@${random.pickSkewed(mailDomains)}`,
    workEmail: latest === undefined ? undefined : `${given}.${family}${number.slice(0, 4)}@${latest.company.domain}`,
    dialling: core.home.country.dialling,
    nationalPhone: `555${String(random.below(10_000_000)).padStart(7, '0')}`,
    linkedinHandle: random.isChance(0.92) ? drawHandle(core, given, family, unique, random) : undefined,
    githubHandle: core.occupation.hasGithub && random.isChance(0.6) ? `${initial}${family}-${unique.slice(24, 30)}` : undefined,
    website: random.isChance(0.06) ? `https://${given}-${family}-${number}.example.org` : undefined,
  };
};
