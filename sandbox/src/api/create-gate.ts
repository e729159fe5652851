import { decideAdmission, noUsage, release, type Admission, type Usage } from '../domain/limiter';

/** Counts what each credential has in hand. */
export interface Gate {
  enter(credential: string, isList: boolean): Admission;
  /** To be called once for every admitted request. */
  leave(credential: string, isList: boolean): void;
}

export const createGate = (now: () => number, speed: () => number): Gate => {
  const usages = new Map<string, Usage>();
  const usageOf = (credential: string): Usage => usages.get(credential) ?? noUsage;
  return {
    enter: (credential, isList) => {
      const admission = decideAdmission(usageOf(credential), isList, now(), speed());
      usages.set(credential, admission.usage);
      return admission;
    },
    leave: (credential, isList) => void usages.set(credential, release(usageOf(credential), isList)),
  };
};
