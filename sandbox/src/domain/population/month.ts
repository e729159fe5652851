/** A calendar month as one number, so that careers can be reckoned: months since the year 0. */
export type Month = number;

export type Granularity = 'year' | 'month' | 'day';

export const toMonth = (milliseconds: number): Month => {
  const date = new Date(milliseconds);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};

export const monthOf = (year: number, monthOfYear: number): Month => year * 12 + monthOfYear - 1;

export const yearOf = (month: Month): number => Math.floor(month / 12);

/** "2019", "2019-04" or "2019-04-01", the three forms the ATS writes (API reference §3.2). */
export const formatMonth = (month: Month, granularity: Granularity): string => {
  const year = String(yearOf(month)).padStart(4, '0');
  const monthOfYear = String((month % 12) + 1).padStart(2, '0');
  if (granularity === 'year') return year;
  return granularity === 'month' ? `${year}-${monthOfYear}` : `${year}-${monthOfYear}-01`;
};

const names = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** "Apr 2019", as people write it. */
export const spellMonth = (month: Month): string => `${names[month % 12] ?? ''} ${yearOf(month)}`;
