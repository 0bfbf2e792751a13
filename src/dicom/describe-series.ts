import { asDate, asPersonIdentifier, asShortText, identify } from './identify.js';
import type { TrialPhotograph, Writer } from './trial-photograph.js';

/** Attributes of a DICOM object by their keywords. */
export type Dataset = Record<string, unknown>;

/** Identifiers of a photograph's objects. */
export function identifiersOf({ studyId, subject, targetArea, view, visit, date, row, result }: TrialPhotograph): { study: string; photograph: string; report: string; frame: string; photographSeries: string; reportSeries: string } {
  // A study has one day in DICOM: areas photographed on two days of a visit are two studies.
  const visitOf = [studyId, subject, visit, date];
  return {
    study: identify('study', ...visitOf),
    photographSeries: identify('photographs', ...visitOf, targetArea, view, result.kind),
    reportSeries: identify('reports', ...visitOf, targetArea, view),
    frame: identify('skin', ...visitOf, targetArea, view, String(row), result.photo.sha256),
    photograph: identify('photograph', ...visitOf, targetArea, view, String(row), result.photo.sha256),
    report: identify('report', ...visitOf, targetArea, view, String(row), result.photo.sha256, result.method.version, result.method.model.sha256),
  };
}

/**
 * Patient, study, series and equipment, the same for the photograph and its report: a visit (each day of it) is a DICOM study, a target area and view a series.
 * The patient's name is the pseudonym; birth date, sex and physicians stay empty, as type 2 attributes may.
 */
export function describeSeries(photograph: TrialPhotograph, { version }: Writer): Dataset {
  const { studyId, subject, targetArea, view, visit, date } = photograph;
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    PatientName: asPersonIdentifier(subject), PatientID: asPersonIdentifier(subject), PatientBirthDate: '', PatientSex: '',
    DeidentificationMethod: 'Pseudonym only; photograph encoded anew without metadata',
    ClinicalTrialSponsorName: 'not stated', ClinicalTrialProtocolID: asShortText(studyId), ClinicalTrialProtocolName: '', ClinicalTrialSiteID: '', ClinicalTrialSiteName: '',
    ClinicalTrialSubjectID: asPersonIdentifier(subject), ClinicalTrialTimePointID: asShortText(visit),
    StudyInstanceUID: identifiersOf(photograph).study, StudyDate: asDate(date), StudyTime: '', ReferringPhysicianName: '', StudyID: asShortText(visit).slice(0, 16), AccessionNumber: '',
    SeriesDescription: asShortText([targetArea, view].filter((part) => part !== '').join(', ')),
    Manufacturer: 'trichoscore', ManufacturerModelName: 'trichoscore', DeviceSerialNumber: 'unknown', SoftwareVersions: version,
    InstanceNumber: String(photograph.row), ContentDate: asDate(date), ContentTime: date === '' ? '' : '000000',
  };
}
