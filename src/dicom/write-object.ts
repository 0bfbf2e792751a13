import type { Dataset } from './describe-series.js';

/** Explicit little endian, uncompressed (DICOM PS3.5). */
const transferSyntax = '1.2.840.10008.1.2.1';

/** Names the program in the file's header. */
const implementation = { class: '2.25.178343012563437284402345123873410938423', version: 'TRICHOSCORE' } as const;

/**
 * Writes an object as a DICOM file (PS3.10).
 * @returns The same bytes for the same attributes.
 */
export async function writeObject(dataset: Dataset): Promise<Uint8Array> {
  const { default: dcmjs } = await import('dcmjs'), { DicomDict, DicomMetaDictionary } = dcmjs.data;
  const meta = {
    FileMetaInformationVersion: new Uint8Array([0, 1]).buffer, MediaStorageSOPClassUID: dataset['SOPClassUID'], MediaStorageSOPInstanceUID: dataset['SOPInstanceUID'],
    TransferSyntaxUID: transferSyntax,
    ImplementationClassUID: implementation.class, ImplementationVersionName: implementation.version, _vrMap: { FileMetaInformationVersion: 'OB' },
  };
  const file = new DicomDict(DicomMetaDictionary.denaturalizeDataset(meta));
  file.dict = DicomMetaDictionary.denaturalizeDataset(dataset);
  return new Uint8Array(file.write());
}
