import type { RasterImage } from '../raster/raster-image.js';
import { describeSeries, identifiersOf, type Dataset } from './describe-series.js';
import type { TrialPhotograph, Writer } from './trial-photograph.js';

/** Storage classes of photographs (DICOM PS3.4): dermoscopic for close-ups, visible light photography for heads. */
export const photographClasses = { closeup: '1.2.840.10008.5.1.4.1.1.77.1.7', global: '1.2.840.10008.5.1.4.1.1.77.1.4' } as const;

/** The file that the picture came from. */
export interface SourceFile {
  readonly format: string;
  readonly byteLength: number;
  /** Whether writing would have been looked for on it as a close-up. */
  readonly isSearchedForWriting: boolean;
}

/**
 * A photograph as a DICOM image: a close-up as a dermoscopic photograph (modality DMS), a head as a visible light photograph (XC).
 * Pixels are written as they were measured, uncompressed, so that nothing is lost a second time; that the camera compressed them is said.
 * @param image  The upright picture.
 * @returns Attributes by keyword. The scale is given where it is known.
 */
export function describePhotograph(photograph: TrialPhotograph, image: RasterImage, file: SourceFile, writer: Writer): Dataset {
  const { result } = photograph, ids = identifiersOf(photograph), isCloseup = result.kind === 'closeup';
  const millimetres = result.calibration === null ? null : String(Number((result.calibration.micrometresPerPixel / 1000).toPrecision(8)));
  return {
    ...describeSeries(photograph, writer),
    SOPClassUID: photographClasses[result.kind], SOPInstanceUID: ids.photograph,
    Modality: isCloseup ? 'DMS' : 'XC', SeriesInstanceUID: ids.photographSeries, SeriesNumber: '1', PatientOrientation: '',
    ImageType: ['ORIGINAL', 'PRIMARY'], AcquisitionContextSequence: [],
    ...describeWriting(photograph, file),
    // The code for the scalp in SNOMED CT.
    AnatomicRegionSequence: [{ CodeValue: '41695006', CodingSchemeDesignator: 'SCT', CodeMeaning: 'Scalp' }],
    ...(isCloseup ? {
      FrameOfReferenceUID: ids.frame, PositionReferenceIndicator: '', RecognizableVisualFeatures: 'NO',
      // Not known of a file: empty, as the standard asks.
      LightSourcePolarization: '', EmitterColorTemperature: '', ContactMethod: '', OpticalMagnificationFactor: '',
    } : { RecognizableVisualFeatures: 'YES' }),
    // Columns and rows of the upright picture are equally far apart on the skin.
    ...(millimetres === null ? {} : { PixelSpacing: [millimetres, millimetres] }),
    SamplesPerPixel: 3, PhotometricInterpretation: 'RGB', PlanarConfiguration: 0, Rows: image.height, Columns: image.width,
    BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0,
    ...describeCompression(file, image.data.length),
    PixelData: [padToEven(image.data)], _vrMap: { PixelData: 'OB' },
  };
}

/** What lies on a close-up and may hold writing: devices print names and days into their strips and panels, beside scale bars and on the black around a round field. */
const withWriting: ReadonlySet<string> = new Set(['burnedInText', 'footerStrip', 'border', 'vignette', 'scaleBar', 'drawing', 'paperLabel']);

/** Whether somebody's name may stand in the pixels, which go out as they are. An attribute that is left out says that nobody knows. */
function describeWriting({ result }: TrialPhotograph, { isSearchedForWriting }: SourceFile): Dataset {
  // Heads are not searched for writing, and their faces tell who they are.
  if (result.kind === 'global') return { PatientIdentityRemoved: 'NO' };
  if (result.targetArea.exclusions.some(({ reason }) => withWriting.has(reason))) return { BurnedInAnnotation: 'YES', PatientIdentityRemoved: 'NO' };
  return isSearchedForWriting ? { BurnedInAnnotation: 'NO', PatientIdentityRemoved: 'YES' } : {};
}

/** What the camera's file lost; a file without loss says so. */
function describeCompression({ format, byteLength }: SourceFile, uncompressed: number): Dataset {
  if (format === 'png' || format === 'tiff') return { LossyImageCompression: '00' };
  const ratio = Math.max(1, uncompressed / byteLength).toPrecision(4);
  return { LossyImageCompression: '01', LossyImageCompressionRatio: ratio, ...(format === 'jpeg' ? { LossyImageCompressionMethod: 'ISO_10918_1' } : {}) };
}

function padToEven(data: Uint8Array): ArrayBuffer {
  const out = new Uint8Array(data.length + (data.length % 2));
  out.set(data);
  return out.buffer;
}
