/** Scales outside this range are no photograph of a scalp: a typing error or a mixed-up unit. */
export const plausibleMicrometresPerPixel = { smallest: 0.2, largest: 200 } as const;
