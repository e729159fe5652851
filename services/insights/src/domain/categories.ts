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
  { category: Category.SKILLS, displayName: 'Skills', facet: Facet.SKILLS, severalValuesPossible: true },
  { category: Category.SCHOOL, displayName: 'School', facet: Facet.SCHOOL, severalValuesPossible: true },
];
