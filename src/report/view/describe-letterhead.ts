import type { ReportOptions } from '../report-input.js';
import { showTypedText } from './typed-text.js';

export interface Letterhead { readonly name: string | null; readonly address: string | null }

/** Whose report it is, as `ReportOptions` say. */
export type Clinic = Pick<ReportOptions, 'clinicName' | 'clinicAddress' | 'clinicLogo'>;

/** Name and address as they are shown; null where nothing is known of the clinic. */
export function describeLetterhead({ clinicName, clinicAddress, clinicLogo }: Clinic): Letterhead | null {
  const shown = (text = ''): string | null => (text.trim() === '' ? null : showTypedText(text.trim()));
  const [name, address] = [shown(clinicName), shown(clinicAddress)];
  return name === null && address === null && clinicLogo === undefined ? null : { name, address };
}
