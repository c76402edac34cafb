import { Select, TextInput } from '@mantine/core';
import type { RequestProof } from '@meada/contract/routes/privacy-requests';
import { useTranslation } from 'react-i18next';

/** Ways in which a person of the firm makes sure of who asks; a code is checked by the house. */
export const proofKinds: Exclude<RequestProof, 'code'>[] = [
  ...(['document', 'presence', 'questions', 'callback', 'representative'] as const),
];
export type Proof = { proofKind: Exclude<RequestProof, 'code'> | null; proof: string };

type Props = { value: Proof; onChange(value: Proof): void; problem?: string | undefined };

/** How the firm knows that who asked is the person. */
export function ProofFields({ value, onChange, problem }: Props) {
  const { t } = useTranslation('privacy');
  const { proofKind, proof } = value;
  return (
    <>
      <Select
        mt="md"
        label={t('proof.label')}
        description={t('proof.help')}
        placeholder={t('proof.later')}
        clearable
        data={proofKinds.map((kind) => ({ value: kind, label: t(`proof.${kind}`) }))}
        value={proofKind}
        onChange={(kind) => onChange({ ...value, proofKind: kind as Proof['proofKind'] })}
      />
      {proofKind ? (
        <TextInput
          mt="md"
          label={t('proof.what')}
          description={t(`proofHelp.${proofKind}`)}
          withAsterisk={proofKind !== 'presence'}
          maxLength={1000}
          error={problem}
          value={proof}
          onChange={(event) => onChange({ ...value, proof: event.currentTarget.value })}
        />
      ) : null}
    </>
  );
}

/** Something has to be written of what was checked, except of who stood there. */
export const lacksProof = ({ proofKind, proof }: Proof): boolean =>
  proofKind !== null && proofKind !== 'presence' && proof.trim() === '';
