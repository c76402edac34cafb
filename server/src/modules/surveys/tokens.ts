import type { Secrets } from '../../kernel/secrets.ts';

/** The signed name of a survey in a link: it opens this one question and nothing else. Pure. */

export type SurveyPlace = { orgId: string; surveyId: string };

const signatureBytes = 16;
const uuid = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const signaturesOf = (secrets: Pick<Secrets, 'signatures'>, { orgId, surveyId }: SurveyPlace): Buffer[] =>
  secrets
    .signatures('survey', `${orgId} ${surveyId}`)
    .map((signature) => signature.subarray(0, signatureBytes));

export function surveyToken(secrets: Pick<Secrets, 'signatures'>, place: SurveyPlace): string {
  const ids = Buffer.from(`${place.orgId}${place.surveyId}`.replaceAll('-', ''), 'hex');
  return Buffer.concat([ids, signaturesOf(secrets, place)[0] ?? Buffer.alloc(0)]).toString('base64url');
}

/** Which survey a token is of, or null when it is none of ours. */
export function readSurveyToken(secrets: Pick<Secrets, 'signatures'>, token: string): SurveyPlace | null {
  if (!/^[\w-]{64}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  const hex = bytes.subarray(0, 32).toString('hex');
  const place = { orgId: uuid(hex.slice(0, 32)), surveyId: uuid(hex.slice(32)) };
  const given = bytes.subarray(32);
  return signaturesOf(secrets, place).some((signature) => signature.equals(given)) ? place : null;
}
