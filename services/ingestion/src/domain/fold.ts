import { type Decision, type FactSet, type ReadPosition } from '@secondlook/contracts';

import { assembleCandidate } from './assemble-candidate';
import { blobsOf, MAX_DOCUMENT_BYTES, sizeOf, type CandidateDocument, type CandidateTombstone, type Erasure, type TextPart } from './candidate-document';
import { foldRecord, type CandidateRecord } from './fold-record';
import { hashJson } from './json';
import { type OpaqueIds } from './opaque-id';

/** A finding about one candidate, to be folded into its document. Any order gives the same document. */
export type Finding =
  | { readonly kind: 'record'; readonly record: CandidateRecord; readonly read: ReadPosition }
  /** Perhaps because it was merged into another. */
  | { readonly kind: 'deletion'; readonly proof: string; readonly mergedIntoExternalId?: string }
  | { readonly kind: 'text'; readonly text: TextPart }
  | { readonly kind: 'decision'; readonly decision: Decision }
  | { readonly kind: 'facts'; readonly facts: FactSet }
  /** The moment of `nextChangeAt` has come. */
  | { readonly kind: 'time' };

/** What a finding did. `seen`: nothing that others can see changed, but how far we have read did. */
export type FoldOutcome = 'kept' | 'seen' | 'unchanged' | 'superseded' | { readonly quarantined: string };

export type StoredCandidate = CandidateDocument | CandidateTombstone;

export interface FoldContext {
  readonly candidateId: string;
  readonly connectionId: string;
  readonly source: string;
  readonly externalId: string;
  readonly idOf: OpaqueIds;
  readonly now: Date;
}

export interface Folded {
  /** What is to be stored, with version and revision raised as needed; undefined when there is nothing to write. */
  readonly next: StoredCandidate | undefined;
  /** Others can see a difference: version was raised. */
  readonly changed: boolean;
  /** One per finding, in order. */
  readonly outcomes: readonly FoldOutcome[];
}

/** Folds findings into a candidate, all in one write. A tombstone supersedes everything. */
export function foldFindings(stored: StoredCandidate | undefined, findings: readonly Finding[], context: FoldContext): Folded {
  let state = stored;
  const outcomes = findings.map((finding): FoldOutcome => {
    const folded = foldOne(state, finding, context);
    state = folded.state;
    return folded.outcome;
  });
  const changed = outcomes.includes('kept');
  if (state === undefined || !(changed || outcomes.includes('seen'))) {
    return { next: undefined, changed: false, outcomes };
  }
  const revision = (stored?.revision ?? 0) + 1;
  const version = (stored?.version ?? 0) + (changed ? 1 : 0);
  return { next: { ...assembled(state, context), version, revision }, changed, outcomes };
}

interface Step {
  readonly state: StoredCandidate | undefined;
  readonly outcome: FoldOutcome;
}

function foldOne(state: StoredCandidate | undefined, finding: Finding, context: FoldContext): Step {
  if (state?.deleted === true) {
    return finding.kind === 'deletion' ? foldMerge(state, finding.mergedIntoExternalId, context) : { state, outcome: 'superseded' };
  }
  switch (finding.kind) {
    case 'deletion':
      return { state: foldMerge(bury(state, context.candidateId, finding.proof, context.now), finding.mergedIntoExternalId, context).state, outcome: 'kept' };
    case 'record': {
      const { document, outcome } = foldRecord(state ?? emptyDocument(context), finding.record, finding.read);
      if (sizeOf(document) > MAX_DOCUMENT_BYTES) {
        return { state, outcome: { quarantined: `the candidate would exceed ${MAX_DOCUMENT_BYTES} bytes` } };
      }
      switch (outcome) {
        case 'kept':
          return { state: { ...document, mirroredTime: context.now }, outcome };
        case 'seen':
          return { state: document, outcome };
        default:
          return { state, outcome };
      }
    }
    case 'text':
      return state === undefined ? { state, outcome: 'superseded' } : foldText(state, finding.text);
    case 'decision':
      return state === undefined ? { state, outcome: 'superseded' } : foldDecision(state, finding.decision);
    case 'facts':
      return state === undefined ? { state, outcome: 'superseded' } : foldFacts(state, finding.facts);
    case 'time':
      return { state, outcome: state?.nextChangeAt !== undefined && state.nextChangeAt <= context.now ? 'kept' : 'unchanged' };
  }
}

function emptyDocument({ candidateId, connectionId, source, externalId, now }: FoldContext): CandidateDocument {
  return {
    _id: candidateId,
    version: 0,
    revision: 0,
    deleted: false,
    connectionId,
    source,
    externalId,
    applications: [],
    attachments: [],
    texts: [],
    mirroredTime: now,
  };
}

/** Also for an id never seen before: a late record must find the tombstone. */
function bury(state: CandidateDocument | undefined, candidateId: string, proof: string, now: Date): CandidateTombstone {
  return { _id: candidateId, version: 0, revision: 0, deleted: true, purge: state === undefined ? [] : blobsOf(state), deletedTime: now, proof };
}

/** Buries whoever was erased and is not a tombstone, as after a restore: at no lower version than others may have seen. */
export function foldErasure(stored: StoredCandidate | undefined, { candidateId, version, proof }: Erasure, now: Date): Pick<Folded, 'next' | 'changed'> {
  if (stored?.deleted === true) {
    return { next: undefined, changed: false };
  }
  const next = { ...bury(stored, candidateId, proof, now), version: Math.max((stored?.version ?? 0) + 1, version), revision: (stored?.revision ?? 0) + 1 };
  return { next, changed: true };
}

/** A tombstone learns once whom it was merged into, also after it was taken for a plain deletion: nothing else changes it. */
function foldMerge(state: CandidateTombstone, intoExternalId: string | undefined, { externalId, idOf }: FoldContext): Step {
  return intoExternalId === undefined || intoExternalId === externalId || state.mergedInto !== undefined
    ? { state, outcome: 'superseded' }
    : { state: { ...state, mergedInto: idOf('candidate', intoExternalId) }, outcome: 'kept' };
}

function foldText(state: CandidateDocument, text: TextPart): Step {
  if (!state.attachments.some(({ sha256 }) => sha256 === text.sha256) || state.texts.some(({ sha256 }) => sha256 === text.sha256)) {
    return { state, outcome: 'superseded' };
  }
  const texts = [...state.texts, text].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  return { state: { ...state, texts }, outcome: 'kept' };
}

/** The decision's version is its read position; an equal decision raises only that. */
function foldDecision(state: CandidateDocument, decision: Decision): Step {
  if (decision.version <= (state.decision?.version ?? 0)) {
    return { state, outcome: 'superseded' };
  }
  const equal = meaningOfDecision(decision) === meaningOfDecision(state.decision);
  return { state: { ...state, decision }, outcome: equal ? 'seen' : 'kept' };
}

function meaningOfDecision(decision: Decision | undefined): string {
  return hashJson(decision && [decision.outcome, decision.profileId, decision.evidence, decision.ruleVersion]);
}

function foldFacts(state: CandidateDocument, facts: FactSet): Step {
  if (facts.version <= (state.facts?.version ?? 0)) {
    return { state, outcome: 'superseded' };
  }
  const equal = hashJson([facts.profileId, facts.facts]) === hashJson([state.facts?.profileId ?? '', state.facts?.facts ?? []]);
  return { state: { ...state, facts }, outcome: equal ? 'seen' : 'kept' };
}

function assembled(state: StoredCandidate, { idOf, now }: FoldContext): StoredCandidate {
  return state.deleted ? state : assembleCandidate(state, idOf, now);
}
