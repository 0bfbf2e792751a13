import { describeSeries, identifiersOf, type Dataset } from './describe-series.js';
import { photographClasses } from './describe-photograph.js';
import type { TrialPhotograph, Writer } from './trial-photograph.js';

/** Enhanced structured report. */
const reportClass = '1.2.840.10008.5.1.4.1.1.88.22';

/** Codes of our own: none for hair density was found in LOINC, SNOMED CT or DICOM itself. */
const scheme = '99TRICHO';

/** Code of at most 16 characters, words, UCUM unit of each figure. */
const codes: Record<string, readonly [code: string, meaning: string, unit: string]> = {
  hairCount: ['HAIRCNT', 'Hairs counted', '{hairs}'], terminalCount: ['TERMCNT', 'Terminal hairs counted', '{hairs}'],
  vellusCount: ['VELLCNT', 'Vellus hairs counted', '{hairs}'], indeterminateCount: ['INDTCNT', 'Hairs neither terminal nor vellus for sure', '{hairs}'],
  densityPerCm2: ['HAIRDENS', 'Hair density', '{hairs}/cm2'], terminalDensityPerCm2: ['TERMDENS', 'Terminal hair density', '{hairs}/cm2'],
  terminalShare: ['TERMSHR', 'Share of terminal hairs', '1'], meanDiameterUm: ['MEANDIAM', 'Mean hair diameter', 'um'],
  medianDiameterUm: ['MEDDIAM', 'Median hair diameter', 'um'], cumulativeThicknessMmPerCm2: ['CUMTHICK', 'Cumulative hair thickness', 'mm/cm2'],
  follicularUnitCount: ['UNITCNT', 'Follicular units counted', '{units}'], follicularUnitDensityPerCm2: ['UNITDENS', 'Follicular unit density', '{units}/cm2'],
  hairsPerUnit: ['UNITSIZE', 'Hairs a follicular unit', '1'], coverage: ['COVERAGE', 'Hair coverage', '1'], shaftLengthMmPerCm2: ['SHAFTLEN', 'Shaft length', 'mm/cm2'],
};

/**
 * What was measured on a photograph as a DICOM structured report that points at it: every figure with its 95 % interval; a figure that could not
 * honestly be given is a sentence with the reason instead. The report is not verified by a person and says so.
 */
export function describeReport(photograph: TrialPhotograph, writer: Writer): Dataset {
  const { result } = photograph, ids = identifiersOf(photograph);
  const image = { ReferencedSOPClassUID: photographClasses[result.kind], ReferencedSOPInstanceUID: ids.photograph };
  return {
    ...describeSeries(photograph, writer),
    PatientIdentityRemoved: 'YES',
    SOPClassUID: reportClass, SOPInstanceUID: ids.report,
    Modality: 'SR', SeriesInstanceUID: ids.reportSeries, SeriesNumber: '2', ReferencedPerformedProcedureStepSequence: [],
    CompletionFlag: 'COMPLETE', VerificationFlag: 'UNVERIFIED', PerformedProcedureCodeSequence: [],
    CurrentRequestedProcedureEvidenceSequence: [{ StudyInstanceUID: ids.study, ReferencedSeriesSequence: [{ SeriesInstanceUID: ids.photographSeries, ReferencedSOPSequence: [image] }] }],
    ValueType: 'CONTAINER', ContinuityOfContent: 'SEPARATE', ConceptNameCodeSequence: [codeOf('HAIRREP', 'Hair measurement from a photograph')],
    ContentSequence: [
      { RelationshipType: 'CONTAINS', ValueType: 'IMAGE', ConceptNameCodeSequence: [codeOf('PHOTO', 'Measured photograph')], ReferencedSOPSequence: [image] },
      textItem('METHOD', 'Method', `trichoscore method ${result.method.version}, model ${result.method.model.name} ${result.method.model.sha256}`),
      ...Object.entries(result.measurements).flatMap(([name, value]) => itemOf(name, value, result)),
    ],
  };
}

function itemOf(name: string, value: number | null, { intervals, issues }: TrialPhotograph['result']): Dataset[] {
  const known = codes[name];
  if (known === undefined) return [];
  const [code, meaning, unit] = known;
  if (value === null) {
    const issue = issues.find(({ field }) => field === `measurements.${name}`);
    return issue === undefined ? [] : [textItem(code, meaning, `Not given: ${issue.message}`)];
  }
  const interval = intervals[name], ends = [['LOWER', 'Lower end of the 95 percent interval'], ['UPPER', 'Upper end of the 95 percent interval']] as const;
  return [{
    ...numberItem(code, meaning, value, unit, 'CONTAINS'),
    ...(interval === undefined ? {} : { ContentSequence: ends.map(([end, words], at) => numberItem(end, words, interval[at]!, unit, 'HAS PROPERTIES')) }),
  }];
}

function numberItem(code: string, meaning: string, value: number, unit: string, relationship: string): Dataset {
  return {
    RelationshipType: relationship, ValueType: 'NUM', ConceptNameCodeSequence: [codeOf(code, meaning)],
    MeasuredValueSequence: [{
      NumericValue: asDecimal(value), MeasurementUnitsCodeSequence: [{ CodeValue: unit, CodingSchemeDesignator: 'UCUM', CodeMeaning: unit === '1' ? 'no units' : unit }],
    }],
  };
}

function textItem(code: string, meaning: string, text: string): Dataset {
  return { RelationshipType: 'CONTAINS', ValueType: 'TEXT', ConceptNameCodeSequence: [codeOf(code, meaning)], TextValue: text };
}

const codeOf = (value: string, meaning: string): Dataset => ({ CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning });

/** A decimal string holds 16 characters: as many digits as fit. */
function asDecimal(value: number): string {
  for (let digits = 17; digits > 9; digits--) {
    const text = String(Number(value.toPrecision(digits)));
    if (text.length <= 16) return text;
  }
  return value.toExponential(8);
}
