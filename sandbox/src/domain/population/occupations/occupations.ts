import { businessOccupations } from './business';
import { engineeringOccupations } from './engineering';
import { type Occupation } from './occupation';
import { serviceOccupations } from './service';

export const occupations: readonly Occupation[] = [...engineeringOccupations, ...businessOccupations, ...serviceOccupations];
