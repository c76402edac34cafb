import { lookUpPostalCode, type PostalInput } from '@meada/contract/routes/postal';
import { useRef, useState } from 'react';
import { call } from '../../api/call.ts';
import type { SavedForm } from '../../settings/kit/form.tsx';

const filledIn = ['street', 'district', 'city', 'region'] as const;
const digitsOf = (code: string): string => code.replace(/\D/g, '');

/**
 * Fills an address by its CEP once all eight digits are there, where the firm has chosen whom to ask. What a person typed
 * stays; what an earlier CEP had filled in is written over.
 */
export function useCep({ form }: SavedForm<Required<PostalInput>>, initial: string) {
  const [state, setState] = useState<'quiet' | 'asking' | 'unknown'>('quiet');
  const asked = useRef(digitsOf(initial));
  const filled = useRef<Record<string, string>>({});
  const look = async (code: string): Promise<void> => {
    const digits = digitsOf(code);
    if (digits === asked.current) return;
    asked.current = digits;
    setState('quiet');
    if (digits.length !== 8) return;
    setState('asking');
    const answer = await call(lookUpPostalCode, { params: { code: digits } }).catch(() => null);
    if (asked.current !== digits) return;
    setState(answer?.asked && !answer.place ? 'unknown' : 'quiet');
    const place = answer?.place;
    if (!place) return;
    form.setValue('cityCode', place.cityCode, { shouldDirty: true });
    for (const name of filledIn) {
      const now = form.getValues(name);
      if (now && now !== filled.current[name]) continue;
      filled.current[name] = place[name];
      form.setValue(name, place[name], { shouldDirty: true });
    }
    form.setFocus(place.street ? 'number' : 'street');
  };
  return { state, look };
}
