import { decideAdmission, noUsage, release, type Admission, type Usage } from '../domain/limiter';

/** Counts what each credential has in hand. */
export interface Gate {
  /** `scope` is what requests per second are counted by; those in hand are counted by credential. */
  enter(credential: string, scope: string, isList: boolean): Admission;
  /** To be called once for every admitted request. */
  leave(credential: string, isList: boolean): void;
}

export const createGate = (now: () => number, speed: () => number): Gate => {
  const usages = new Map<string, Usage>();
  const usageOf = (credential: string): Usage => usages.get(credential) ?? noUsage;
  return {
    enter: (credential, scope, isList) => {
      const { window, requests } = usageOf(scope);
      const admission = decideAdmission({ ...usageOf(credential), window, requests }, isList, now(), speed());
      usages.set(credential, admission.usage);
      if (scope !== credential) usages.set(scope, { ...noUsage, window: admission.usage.window, requests: admission.usage.requests });
      return admission;
    },
    leave: (credential, isList) => void usages.set(credential, release(usageOf(credential), isList)),
  };
};
