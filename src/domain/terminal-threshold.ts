/** Diameter above which a hair is terminal, µm, where nobody says another: TrichoScan's definition. */
export const usualTerminalThresholdUm = 40;

/** Others than these are a slip of the unit. */
export const terminalThresholdLimitsUm = { smallest: 20, largest: 100 } as const;
