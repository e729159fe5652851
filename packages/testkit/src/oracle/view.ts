import { type Clients } from '../stack/clients';
import { type SandboxEndpoint } from '../stack/start-sandbox-process';

/** A running stack as an outsider sees it: what stack.json says, and clients made from it. */
export interface StackView {
  readonly tenants: readonly string[];
  readonly clients: Clients;
  /** The operator's call metadata about a tenant, or about the installation. */
  readonly as: (tenantId?: string) => { readonly authorization: string };
  readonly sandbox: Readonly<Record<string, SandboxEndpoint>>;
  readonly mongoUrl: string;
  readonly elasticsearchUrl: string;
  readonly natsUrl: string;
  readonly logFiles: readonly string[];
  /** How often a service was killed or died: each may have had eight calls in hand. */
  readonly restarts: number;
}

/** What one invariant's check found. Differences name what differs, at most a hundred of them. */
export interface Finding {
  readonly invariant: string;
  readonly statement: string;
  readonly compared: number;
  readonly differing: number;
  readonly differences: readonly string[];
}

const MAX_NAMED = 100;

/** Counts what is compared and names what differs. */
export function createTally(invariant: string, statement: string) {
  const differences: string[] = [];
  let compared = 0;
  let differing = 0;
  return {
    /** One comparison; `difference` names it when it fails. */
    check(equal: boolean, difference: () => string): void {
      compared += 1;
      if (!equal) {
        differing += 1;
        if (differences.length < MAX_NAMED) {
          differences.push(difference());
        }
      }
    },
    finding: (): Finding => ({ invariant, statement, compared, differing, differences }),
  };
}

export type Tally = ReturnType<typeof createTally>;
