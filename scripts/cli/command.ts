import { type StackView } from '@secondlook/testkit';

import { type StackFile } from '../stack-file';

export interface Context {
  readonly view: StackView;
  readonly stack: StackFile;
}

export interface Command {
  /** Its arguments, for the list of commands. */
  readonly usage: string;
  run(args: string[], context: Context): Promise<void>;
}

/** Options that most commands take. */
export const common = {
  tenant: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** The tenant that was named, or the first. */
export function tenantOf({ view }: Context, named: string | undefined): string {
  const tenant = named ?? view.tenants[0] ?? '';
  if (!view.tenants.includes(tenant)) {
    throw new Error(`There is no tenant "${tenant}"; there are: ${view.tenants.join(', ')}.`);
  }
  return tenant;
}

/** Rows as a table for people, or as JSON Lines. */
export function printRows(rows: readonly object[], json: boolean): void {
  if (json) {
    rows.forEach((row) => console.log(JSON.stringify(row)));
  } else if (rows.length > 0) {
    console.table(rows);
  }
}
