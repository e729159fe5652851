import { Category, Facet } from '@secondlook/contracts';

/** A chart: what people call it, what search counts for it, and whether its bars can overlap. */
export interface CategoryDefinition {
  readonly category: Category;
  readonly displayName: string;
  readonly facet: Facet;
  readonly severalValuesPossible: boolean;
}

/** In the promised order. */
export const categories: readonly CategoryDefinition[] = [
  { category: Category.LOCATION, displayName: 'Location', facet: Facet.LOCATION, severalValuesPossible: false },
  { category: Category.CURRENT_COMPANY, displayName: 'Current Company', facet: Facet.CURRENT_COMPANY, severalValuesPossible: true },
  { category: Category.CURRENT_TITLE, displayName: 'Current Title', facet: Facet.CURRENT_TITLE, severalValuesPossible: true },
  { category: Category.PAST_COMPANY, displayName: 'Past Company', facet: Facet.PAST_COMPANY, severalValuesPossible: true },
  { category: Category.PAST_TITLE, displayName: 'Past Title', facet: Facet.PAST_TITLE, severalValuesPossible: true },
  { category: Category.SKILLS, displayName: 'Skills', facet: Facet.SKILLS, severalValuesPossible: true },
  { category: Category.YEARS_OF_EXPERIENCE, displayName: 'Years of Experience', facet: Facet.YEARS_OF_EXPERIENCE, severalValuesPossible: false },
  { category: Category.YEARS_IN_ROLE, displayName: 'Years in Role', facet: Facet.YEARS_IN_ROLE, severalValuesPossible: false },
  { category: Category.SCHOOL, displayName: 'School', facet: Facet.SCHOOL, severalValuesPossible: true },
  { category: Category.DEGREE, displayName: 'Degree', facet: Facet.DEGREE, severalValuesPossible: true },
  { category: Category.MAJOR, displayName: 'Major', facet: Facet.MAJOR, severalValuesPossible: true },
  { category: Category.INDUSTRY, displayName: 'Industry', facet: Facet.INDUSTRY, severalValuesPossible: true },
  { category: Category.COMPANY_SIZE, displayName: 'Company Size', facet: Facet.COMPANY_SIZE, severalValuesPossible: true },
  { category: Category.CERTIFICATIONS, displayName: 'Certifications', facet: Facet.CERTIFICATIONS, severalValuesPossible: true },
  { category: Category.LANGUAGES, displayName: 'Languages', facet: Facet.LANGUAGES, severalValuesPossible: true },
  { category: Category.GROUPS, displayName: 'Groups', facet: Facet.GROUPS, severalValuesPossible: true },
  { category: Category.INTERESTS, displayName: 'Interests', facet: Facet.INTERESTS, severalValuesPossible: true },
  { category: Category.HONORS, displayName: 'Honors/Awards', facet: Facet.HONORS, severalValuesPossible: true },
];
