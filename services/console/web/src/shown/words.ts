/** As in `IN_REVIEW` → "In review": names of enums and roles, for people. Labels that people wrote stay as they are. */
export function toWords(name: string): string {
  if (!/^[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*$/.test(name) || /[a-z][A-Z]/.test(name)) {
    return name;
  }
  const words = name.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "A", "A and B", "A, B and C". */
export function listWords(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

/** "1 candidate", "2,044 candidates". */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** "2,044 people are left out because their consent ended." */
export function leftOutLine(count: number): string {
  return `${count === 1 ? '1 person is' : `${count.toLocaleString('en')} people are`} left out because their consent ended.`;
}

/** "Job/Requisition – Status, Sub-status". */
export function applicationLine({ jobTitle, jobReference, status, subStatus }: { jobTitle: string; jobReference: string; status: string; subStatus: string }): string {
  const job = [jobTitle, jobReference].filter((part) => part !== '').join('/') || 'Unknown job';
  const state = [toWords(status), subStatus].filter((part) => part !== '').join(', ');
  return state === '' ? job : `${job} – ${state}`;
}

/** "2019-03 – today", "2015 – 2019", "until 2012". */
export function spanOf({ start, end, current }: { start: string; end: string; current: boolean }): string {
  const until = end === '' && current ? 'today' : end;
  if (start === '') {
    return until === '' ? '' : `until ${until}`;
  }
  return until === '' ? `from ${start}` : `${start} – ${until}`;
}

export function sizeOf(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  const power = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** power).toLocaleString('en', { maximumFractionDigits: power === 0 ? 0 : 1 })} ${units[power] ?? ''}`;
}

/** "Data Engineer, Acme". */
export function positionLine({ title, company }: { title: string; company: string }): string {
  return [title, company].filter((part) => part !== '').join(', ') || 'Unknown position';
}

/** "MSc, Physics – TU Berlin". */
export function educationLine({ school, degree, major }: { school: string; degree: string; major: string }): string {
  const subject = [degree, major].filter((part) => part !== '').join(', ');
  return [subject, school].filter((part) => part !== '').join(' – ') || 'Unknown school';
}

/** Where a value is from and when it was seen there. */
export function sourceLine(source: string, observedDate: string): string {
  return [source === '' ? 'unknown source' : source, observedDate === '' ? 'date unknown' : `seen ${observedDate}`].join(', ');
}
