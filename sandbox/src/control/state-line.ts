import { type JsonObject } from '../domain/json';

/** A line of `GET /control/state`; `body` is what the ATS's own API serves. */
export type StateLine =
  | {
      readonly kind: 'candidate';
      readonly id: string;
      readonly listed: boolean;
      /** The credential named "default" may not see this person; absent when it may. */
      readonly outOfView?: true;
      readonly body: JsonObject;
      /** What `…/consent` and `…/consents` serve; absent where nobody is asked for consent. */
      readonly consent?: { readonly status: JsonObject; readonly decisions: JsonObject };
    }
  | { readonly kind: 'application'; readonly candidateId: string; readonly jobId: string; readonly body: JsonObject }
  | {
      readonly kind: 'attachment';
      readonly id: string;
      readonly candidateId: string;
      readonly jobId: string;
      readonly body: JsonObject;
      readonly size: number;
      readonly sha256: string;
      /** null for bytes the sandbox did not make. */
      readonly text: string | null;
    }
  | { readonly kind: 'job'; readonly id: string; readonly body: JsonObject }
  | { readonly kind: 'reference'; readonly name: string; readonly body: JsonObject };
