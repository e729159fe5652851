import { createRandom, type Random } from '../random';
import { spellMonth, yearOf } from './month';
import { type ToldCandidate } from './told-candidate';
import { type ToldPosition } from './told-life';
import { tellPlace } from './wording';

export type LineStyle = 'name' | 'heading' | 'strong' | 'body' | 'small';

/** One line of a document as it is set: already broken, so that text file and PDF agree. */
export interface DocumentLine {
  readonly text: string;
  readonly style: LineStyle;
  /** Where a click leads; invisible in the text. */
  readonly link?: string;
}

export interface SetDocument {
  readonly title: string;
  readonly lines: readonly DocumentLine[];
  /** Repeated at the foot of each page. */
  readonly footer?: string;
}

const MAXIMUM_LINE = 92;
const NARROW_LINE = 30;

const wrap = (text: string, style: LineStyle): DocumentLine[] => {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length + 1 > MAXIMUM_LINE) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => ({ text: line, style }));
};

/** A narrow column breaks an address wherever the line ends, often after a hyphen that belongs to it. */
const breakAddress = (address: string): DocumentLine[] => {
  const hyphen = address.lastIndexOf('-', NARROW_LINE);
  const place = hyphen > 20 ? hyphen + 1 : NARROW_LINE;
  return [address.slice(0, place), address.slice(place)].filter((text) => text !== '').map((text) => ({ text, style: 'small' }));
};

const withScheme = (address: string): string => (/^https?:/i.test(address) ? address : `https://${address}`);

const linkedinLines = (told: ToldCandidate): DocumentLine[] => {
  if (told.resumeLinkedin === undefined) return [];
  const { address, style } = told.resumeLinkedin;
  if (style === 'broken') return breakAddress(address);
  if (style === 'annotation') return [{ text: 'LinkedIn', style: 'small', link: withScheme(address) }];
  return [{ text: address, style: 'small', ...(style === 'linked' ? { link: withScheme(address) } : {}) }];
};

const contactLines = (told: ToldCandidate, random: Random): DocumentLine[] => {
  const reach = [told.email, told.phone, tellPlace(told.person.home, random)].filter((part) => part !== undefined);
  const romanised = `${told.person.given.roman[0] ?? ''} ${told.person.family.roman[0] ?? ''}`;
  const isInOtherScript = /[^\p{Script=Latin}\p{P}\p{M}\s]/u.test(told.resumeName.full);
  return [
    { text: told.resumeName.full, style: 'name' },
    ...(isInOtherScript && random.isChance(0.6) ? [{ text: romanised, style: 'strong' as const }] : []),
    { text: reach.join(' | '), style: 'small' },
    ...linkedinLines(told),
    ...(told.resumeGithub === undefined ? [] : [{ text: told.resumeGithub, style: 'small' as const }]),
  ];
};

const period = (position: ToldPosition, random: Random): string => {
  if (position.start === undefined) return position.isCurrent ? 'since recently' : '';
  const write = random.isChance(0.8) ? spellMonth : (month: number) => String(yearOf(month));
  const until = position.isCurrent || position.end === undefined ? random.pick(['present', 'today', 'Present']) : write(position.end);
  return `${write(position.start)} – ${until}`;
};

const positionLines = (position: ToldPosition, skills: readonly string[], random: Random): DocumentLine[] => {
  const when = period(position, random);
  const head = random.isChance(0.5) ? `${position.title}, ${position.company}` : `${position.company}: ${position.title}`;
  return [
    ...wrap(when === '' ? head : `${head} (${when})`, 'strong'),
    { text: position.location, style: 'small' },
    ...position.description.split('. ').flatMap((duty) => wrap(`• ${duty.replace(/\.$/, '')}`, 'body')),
    ...(skills.length === 0 || random.isChance(0.3) ? [] : wrap(`• Tools and methods: ${random.sample(skills, 3).join(', ')}`, 'body')),
    ...(random.isChance(0.4) ? wrap(`• Worked in a team of ${random.between(3, 30)}, reporting to the ${random.pick(['head of department', 'managing director', 'team lead'])}`, 'body') : []),
  ];
};

const section = (heading: string, lines: readonly DocumentLine[]): DocumentLine[] =>
  lines.length === 0 ? [] : [{ text: heading, style: 'heading' }, ...lines];

const summary = (told: ToldCandidate, random: Random): DocumentLine[] => {
  const latest = told.life.positions[0];
  if (latest === undefined || random.isChance(0.4)) return [];
  const skills = told.life.skills.slice(0, 3).join(', ');
  return wrap(`${latest.title} with experience in ${skills}. Looking for a new task in ${told.person.occupation.name}.`, 'body');
};

/** The résumé a candidate wrote: the same life as in the ATS's fields, with all the words. */
export const toResume = (told: ToldCandidate, seed: number, candidate: number): SetDocument => {
  const random = createRandom(seed, 'resume', candidate);
  const { life, person } = told;
  const experience = life.positions.flatMap((position) => positionLines(position, life.skills, random));
  const education = life.schooling.flatMap((entry) => {
    const years = [entry.startYear, entry.endYear].filter((year) => year !== undefined).join(' – ');
    return wrap([`${entry.degree} in ${entry.field}`, entry.school, years].filter((part) => part !== '').join(', '), 'body');
  });
  const work = section(random.pick(['Experience', 'Work history', 'Professional experience', 'Employment']), experience);
  const schools = section(random.pick(['Education', 'Academic background', 'Studies']), education);
  const skills = section('Skills', wrap(life.skills.join(', '), 'body'));
  const lines = [
    ...contactLines(told, random),
    ...section('Profile', summary(told, random)),
    ...(random.isChance(0.25) ? [...skills, ...work, ...schools] : [...work, ...schools, ...skills]),
    ...section('Languages', wrap(person.languages.join(', '), 'body')),
    ...section('Certifications', person.certifications.flatMap((name) => wrap(name, 'body'))),
  ];
  const agency = told.agencyFooter;
  const page = agency?.toLowerCase().replaceAll(' ', '-');
  const footer = agency === undefined ? {} : { footer: `Presented by ${agency} | https://www.linkedin.com/company/${page ?? ''}` };
  return { title: `${told.name.given} ${told.name.family}`, lines, ...footer };
};

export const toCoverLetter = (told: ToldCandidate, jobTitle: string): SetDocument => {
  const latest = told.life.positions[0];
  const skills = told.life.skills.slice(0, 4).join(', ');
  const background = latest === undefined ? 'I have just finished my studies.' : `At present I work for ${latest.company} as ${latest.title}.`;
  return {
    title: `Cover letter: ${jobTitle}`,
    lines: [
      { text: told.resumeName.full, style: 'name' },
      { text: told.email, style: 'small' },
      { text: `Application for ${jobTitle}`, style: 'heading' },
      ...wrap('Dear hiring team,', 'body'),
      ...wrap(`with great interest I read about the position of ${jobTitle}. ${background} I bring ${skills}.`, 'body'),
      ...wrap('I would be glad to tell you more in a conversation.', 'body'),
      { text: told.resumeName.full, style: 'body' },
    ],
  };
};

/** Any text as a document of its own. */
export const setPlainText = (text: string): SetDocument => ({ title: 'Document', lines: text.split(/\r?\n/).flatMap((line) => wrap(line, 'body')) });

/** The text a careful reader takes from the document. */
export const toPlainText = (document: SetDocument): string =>
  [...document.lines.map((line) => line.text), ...(document.footer === undefined ? [] : [document.footer])].join('\n') + '\n';
