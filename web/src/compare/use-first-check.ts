import { useEffect, useState } from 'preact/hooks';
import type { Photograph, Refusal } from '../answers.js';
import { read } from '../api.js';
import { askUntilAnswered } from '../study/ask-until-answered.js';

/** What is said of a photograph without its scale; null while it is looked at. */
export interface FirstFinding { readonly quality: Photograph['quality']; readonly isCovered: Photograph['isCovered']; readonly refusal: Refusal | null }

/** Waits for the check of an upload, which is answered before it is checked. */
export function useFirstCheck({ id, quality, isCovered, isChecked }: Photograph): FirstFinding {
  const [finding, setFinding] = useState<FirstFinding>({ quality, isCovered, refusal: null });
  useEffect(() => {
    setFinding({ quality, isCovered, refusal: null });
    if (isChecked) return;
    return askUntilAnswered(
      () => read<Photograph>(`/api/v1/photographs/${id}`),
      (checked) => setFinding({ quality: checked.quality, isCovered: checked.isCovered, refusal: null }),
      (refusal, isAskedAgain) => { if (!isAskedAgain) setFinding({ quality: null, isCovered: null, refusal }); },
    );
  }, [id, isChecked]);
  return finding;
}
