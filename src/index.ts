/** The public interface: two stories (analyse one timepoint, analyse progress), what they return, and how to show and check it. */
export { methodVersion } from './analysis/method-version.js';
export { analyseTimepoint, observeTimepoint, openShippedSegmenter, type Observation, type TimepointAnalysis, type TimepointOptions } from './analysis/analyse-timepoint.js';
export { correctTimepoint } from './analysis/correct-timepoint.js';
export { checkCloseup, type CloseupCheck } from './analysis/check-closeup.js';
export { analysePhotograph, openShippedHeadSegmenter, photographKinds, type PhotographAnalysis, type PhotographKind, type PhotographOptions } from './analysis/analyse-photograph.js';
export { blindPair, type BlindPairRequest, type BlindPhotograph } from './analysis/blind/blind-pair.js';
export type { RegionRequest } from './measurement/head/lay-region.js';
export { headMethodVersion } from './analysis/head/analyse-head.js';
export { coverHead } from './analysis/head/cover-head.js';
export { analysePhotographProgress, analyseProgress, type ProgressOptions, type Timepoint } from './analysis/analyse-progress.js';
export type { CalibrationRequest } from './analysis/calibrate.js';
export type { AreaRequest } from './analysis/target-area.js';

export { AnalysisError, errorCodes, type ErrorCode } from './errors.js';
export { schemaVersion, failedPhotoSchema, progressResultSchema, timepointResultSchema } from './domain/result.js';
export type { Change, FailedPhoto, FollowUpResult, Issue, ProgressResult, TimepointResult } from './domain/result.js';
export type { Correction, CorrectionNote } from './domain/correction.js';
export type { Calibration } from './domain/calibration.js';
export type { GlobalAssessment, GlobalAssessmentScore } from './domain/global-assessment.js';
export type { Hair, HairKind, Position } from './domain/hair.js';
export type { Measurements } from './domain/measurements.js';
export type { FloatMap, Mask, RasterImage } from './raster/raster-image.js';

export { readPhotograph } from './image-io/read-photograph.js';
export type { Photograph } from './image-io/photograph.js';
export { drawOverlay } from './image-io/draw-overlay.js';
export { encodeGreyPng, encodeJpeg, encodePng, encodeThumbnail } from './image-io/encode-image.js';
export type { ModelIdentity, Segmenter } from './segmentation/segmenter.js';
export type { ShaftMaps } from './raster/shaft-maps.js';
export { openGlobalSegmenter, type GlobalSegmenter } from './segmentation/global-segmenter.js';
export type { GlobalMaps } from './raster/global-maps.js';

export { compareTimepoints, type Comparison, type ComparisonOptions } from './scoring/compare-timepoints.js';
export { renderHtmlReport } from './report/render-html-report.js';
export { renderPdfReport } from './report/render-pdf-report.js';
export { renderPhotoGuide } from './report/guide/render-photo-guide.js';
export { renderJsonReport } from './report/render-json-report.js';
export type { ReportLogo, ReportOptions, ReportPicture, ReportPictures } from './report/report-input.js';

export { correlation, intraclassCorrelation, limitsOfAgreement } from './statistics/agreement.js';
export { readHairTruth, type PhotoTruth, type TrueHair } from './evaluation/read-hair-truth.js';
export { compareHairs, type HairComparison, type PhotoComparison } from './evaluation/compare-hairs.js';
export { summariseHairs, type HairSummary } from './evaluation/summarise-hairs.js';
export { readHeadTruth, readSubjectList, type HeadTruth } from './evaluation/read-head-truth.js';
export { compareHead, overlapOfHair, type HeadComparison } from './evaluation/compare-head.js';
export { summariseHeads, type HeadFigures, type HeadSummary } from './evaluation/summarise-heads.js';
export { compareMasks, summariseMasks, type MaskComparison, type MaskSummary } from './evaluation/compare-masks.js';

export { hairColours, photographPhantom, photographPhantomPair, photographPhantomVisit, photographPhantomVisits, phantomStyles } from './phantom/index.js';
export type { HairColour, PhantomFollowUp, PhantomPair, PhantomPairRequest, PhantomRequest, PhantomStyle, PhantomTruth, PhantomVisitsRequest, RenderedPhantom } from './phantom/index.js';

export { qualifyInstallation, type Qualification, type QualificationCheck } from './qualification/qualify-installation.js';

export { analyseTrial, type TrialOptions } from './trial/analyse-trial.js';
export { readTrialFolder } from './trial/read-trial-folder.js';
export type { TrialData } from './trial/trial-data.js';
export type { TrialResult } from './domain/trial-result.js';
export { renderTrialReport } from './report/trial/render-trial-report.js';
