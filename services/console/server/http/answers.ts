import { type CandidateDetails, type SearchCandidatesResponse, type SearchProfilesResponse } from '@secondlook/contracts';

/** What is left of a value once it went through JSON: times are ISO texts, enums their names. */
export type Json<T> = T extends Date
  ? string
  : T extends string
    ? `${T}`
    : T extends readonly (infer Element)[]
      ? readonly Json<Element>[]
      : T extends object
        ? { readonly [Key in keyof T]: Json<T[Key]> }
        : T;

/** What /api answers. The page takes its types from here. */
export type CandidatesAnswer = Json<SearchCandidatesResponse>;
export type ProfilesAnswer = Json<SearchProfilesResponse>;
export type CandidateAnswer = Json<CandidateDetails>;
export type SessionAnswer = SignedIn | SignedOut;

export interface SignedIn {
  readonly state: 'signed-in';
  readonly displayName: string;
  readonly tenantId: string;
  readonly roles: readonly string[];
  readonly maySearch: boolean;
  /** What would have to be among `roles`. */
  readonly rolesThatMaySearch: readonly string[];
  readonly formToken: string;
}

export interface SignedOut {
  readonly state: 'signed-out';
  readonly users: readonly SampleUser[];
  readonly formToken: string;
}

export interface SampleUser {
  readonly userId: string;
  readonly displayName: string;
  readonly tenantId: string;
  readonly role: string;
}

/** Why there is no answer. */
export interface Refusal {
  /** For people. */
  readonly message: string;
  /** What of the request is meant, as in "query". */
  readonly field?: string;
  /** Where in that field's text, in code points from 0. */
  readonly offset?: number;
}
