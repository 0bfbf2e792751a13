/** The few parts of dcmjs that are used here; the package brings no types. */
declare module 'dcmjs' {
  interface Dictionary { denaturalizeDataset(dataset: object): object; naturalizeDataset(dict: object): Record<string, unknown> }
  const dcmjs: {
    data: {
      DicomDict: new (meta: object) => { dict: object; write(): ArrayBuffer };
      DicomMetaDictionary: Dictionary;
      DicomMessage: { readFile(bytes: ArrayBuffer): { meta: object; dict: object } };
    };
  };
  export default dcmjs;
}
