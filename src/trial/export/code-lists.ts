/** The values of a variable, each with its meaning where the value does not say it. */
export interface CodeList {
  /** Also names it in define.xml, so: letters, digits and _. */
  id: string;
  name: string;
  items: readonly { code: string; meaning?: string; /** Concept in the thesaurus of the NCI, for lists of CDISC. */ concept?: string }[];
  /** Of the whole list; absent for lists of our own. */
  concept?: string;
}

/** Release of the controlled terminology that the lists with concepts are from. */
export const terminologyRelease = '2023-12-15';

export const sexes: CodeList = {
  id: 'SEX', name: 'Sex', concept: 'C66731',
  items: [{ code: 'F', meaning: 'Female', concept: 'C16576' }, { code: 'M', meaning: 'Male', concept: 'C20197' }, { code: 'U', meaning: 'Unknown', concept: 'C17998' }],
};
export const ageUnits: CodeList = { id: 'AGEU', name: 'Age Unit', concept: 'C66781', items: [{ code: 'YEARS', concept: 'C29848' }] };
export const notDone: CodeList = { id: 'ND', name: 'Not Done', concept: 'C66789', items: [{ code: 'NOT DONE', concept: 'C49484' }] };
export const yes: CodeList = { id: 'NY', name: 'No Yes Response', concept: 'C66742', items: [{ code: 'Y', meaning: 'Yes', concept: 'C49488' }] };

/** The seven-point score in words, as ratings carry it. */
export const scoreTexts: Record<string, string> = {
  '-3': 'GREATLY DECREASED', '-2': 'MODERATELY DECREASED', '-1': 'SLIGHTLY DECREASED', '0': 'NO CHANGE',
  '1': 'SLIGHTLY INCREASED', '2': 'MODERATELY INCREASED', '3': 'GREATLY INCREASED',
};
const scores = [-3, -2, -1, 0, 1, 2, 3].map(String);
export const scoreWords: CodeList = { id: 'GA7_WORDS', name: 'Seven-Point Scale, Words', items: scores.map((score) => ({ code: scoreTexts[score] })) };
export const scoreNumbers: CodeList = { id: 'GA7_NUMBERS', name: 'Seven-Point Scale, Numbers', items: scores.map((score) => ({ code: score, meaning: scoreTexts[score] })) };

/** The values that stand in the rows, each once, in alphabetical order. */
export function listValues(id: string, name: string, values: Iterable<string | number | null>): CodeList {
  const texts = [...new Set(values)].filter((value) => value !== null).map(String).sort();
  return { id, name, items: texts.map((code) => ({ code })) };
}
