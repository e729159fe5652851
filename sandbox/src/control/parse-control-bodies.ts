import { z } from 'zod';
import { consentSchema } from '../domain/command';
import { InvalidInputError } from '../domain/errors';
import { faultPlanSchema } from '../domain/faults/fault-rule';
import { isJsonObject, withoutKeys, type Json, type JsonObject } from '../domain/json';
import { permissionNames } from '../domain/permissions';
import { switchChangeSchema, type Switches } from '../domain/switches';

const parse = <T>(schema: z.ZodType<T>, body: Json | undefined): T => {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new InvalidInputError('INVALID_REQUEST', z.prettifyError(parsed.error));
  return parsed.data;
};

/** Any JSON object, to be served as it is. */
export const parseFields = (body: Json | undefined): JsonObject => {
  if (!isJsonObject(body)) throw new InvalidInputError('INVALID_REQUEST', 'The body is a JSON object');
  return body;
};

const clockSchema = z.strictObject({ speed: z.number().positive().max(100_000) });

export const parseClock = (body: Json | undefined): { readonly speed: number } => parse(clockSchema, body);

/** The names in force are part of the message for an unknown one. */
export const parseFaultPlan = (body: Json | undefined): z.infer<typeof faultPlanSchema> => parse(faultPlanSchema, body);

export const parseSwitchChange = (body: Json | undefined): Partial<Switches> => parse(switchChangeSchema, body);

const mergeSchema = z.strictObject({ into: z.string().min(1) });

export const parseMerge = (body: Json | undefined): { readonly into: string } => parse(mergeSchema, body);

/** A consent that decides nothing has no decisions. */
export const parseConsent = (body: Json | undefined): z.infer<typeof consentSchema> => parse(consentSchema, body);

const credentialSchema = z.strictObject({ token: z.string().min(1), permissions: z.array(z.enum(permissionNames)).optional(), candidatesOutOfView: z.array(z.string()).optional() });

export type CredentialRequest = z.infer<typeof credentialSchema>;

export const parseCredential = (body: Json | undefined): CredentialRequest => parse(credentialSchema, body);

const attachmentSchema = z
  .looseObject({
    name: z.string(),
    contentType: z.string(),
    type: z.string(),
    jobId: z.string().optional(),
    text: z.string().optional(),
    base64: z.base64().optional(),
  })
  .refine(({ text, base64 }) => (text === undefined) !== (base64 === undefined), 'Give either text or base64');

export interface AttachmentRequest {
  /** Undefined: the primary application's. */
  readonly jobId: string | undefined;
  readonly fields: JsonObject;
  readonly source: { readonly kind: 'text'; readonly contentType: string; readonly text: string } | { readonly kind: 'bytes'; readonly base64: string };
}

export const parseAttachment = (body: Json | undefined): AttachmentRequest => {
  const { jobId, text, base64, contentType } = parse(attachmentSchema, body);
  const fields = withoutKeys(parseFields(body), ['jobId', 'text', 'base64']);
  return {
    jobId,
    fields,
    source: text === undefined ? { kind: 'bytes', base64: base64 ?? '' } : { kind: 'text', contentType, text },
  };
};

const newApplicationSchema = z.looseObject({ jobId: z.string().optional() });

/** `jobId` names the job; all else is served as it is. */
export const parseNewApplication = (body: Json | undefined): { readonly jobId: string | undefined; readonly fields: JsonObject } => {
  const { jobId } = parse(newApplicationSchema, body ?? {});
  return { jobId, fields: withoutKeys(parseFields(body ?? {}), ['jobId']) };
};
