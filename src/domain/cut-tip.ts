/** A tip so near to where the photograph, or what it shows of the skin, ends may have been cut off there, mm. */
export const cutTipMm = 0.083;
