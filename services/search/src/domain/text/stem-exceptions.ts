/**
 * Stems of words that Snowball English joins with words of another meaning. Data, and part of the index: a change of it is a change
 * of ANALYSIS_VERSION.
 */
export const stemExceptions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    internal: 'internal',
    internally: 'internal',
    universal: 'universal',
    universally: 'universal',
    universe: 'universe',
    organ: 'organ',
    organs: 'organ',
    organic: 'organic',
    organically: 'organic',
    organism: 'organism',
    organisms: 'organism',
    ...Object.fromEntries(
      ['organize', 'organizes', 'organized', 'organizing', 'organizer', 'organizers', 'organization', 'organizations', 'organizational', 'organise', 'organises', 'organised', 'organising', 'organiser', 'organisers', 'organisation', 'organisations', 'organisational'].map((word) => [word, 'organiz']),
    ),
  }),
);
