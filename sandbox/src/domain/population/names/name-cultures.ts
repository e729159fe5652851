import { asianNames } from './asian-names';
import { centralEuropeanNames } from './central-european-names';
import { easternEuropeanNames } from './eastern-european-names';
import { englishNames } from './english-names';
import { germanicNames } from './germanic-names';
import { romanceNames } from './romance-names';
import { southernNames } from './southern-names';
import { type NameCulture } from './spelling';

export const nameCultures: readonly NameCulture[] = [
  ...englishNames,
  ...germanicNames,
  ...romanceNames,
  ...centralEuropeanNames,
  ...easternEuropeanNames,
  ...asianNames,
  ...southernNames,
];
