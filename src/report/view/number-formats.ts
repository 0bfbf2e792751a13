export interface NumberFormats {
  /** 1234.5 → "1,235"; with digits 1 → "1,234.5". */
  number(value: number, digits?: number): string;
  /** With its sign: "+12", "−3", "0". */
  signed(value: number, digits?: number): string;
  /** Percent values, not shares: 12.3 → "12%". */
  percent(value: number, digits?: number): string;
  signedPercent(value: number, digits?: number): string;
  /** "131–153"; "−4 to 12" as soon as one end is negative. */
  range(interval: readonly [number, number], digits?: number): string;
  percentRange(interval: readonly [number, number], digits?: number): string;
  signedPercentRange(interval: readonly [number, number], digits?: number): string;
  /** A probability 0…1 as whole percent; never 0 % or 100 %, which nothing measured deserves. */
  probability(value: number): string;
  /** A sentence of the program with its numbers as it wrote them, "0.27": with the reader's decimal sign; versions, "0.4.0", stay, and so does what people typed, which stands in “ ”. */
  rewrite(sentence: string): string;
  /** A value to so many significant digits, two by default: 0.0123 → "0.012". */
  significant(value: number, digits?: number): string;
}

/** Digits after the point for a value in percent, by the width of its interval: one where the interval is narrower than 5 points. */
export function percentDigits(interval: readonly [number, number]): number {
  return interval[1] - interval[0] < 5 ? 1 : 0;
}

/**
 * Numbers as the reader's locale writes them, with a true minus sign.
 * @throws RangeError for text that is no BCP 47 language tag.
 */
export function createNumberFormats(locale: string): NumberFormats {
  const kept = new Map<string, Intl.NumberFormat>();
  const write = (value: number, options: Intl.NumberFormatOptions): string => {
    const key = JSON.stringify(options);
    const format = kept.get(key) ?? new Intl.NumberFormat([locale, 'en'], options);
    kept.set(key, format);
    return format.formatToParts(value).map((part) => (part.type === 'minusSign' ? part.value.replace('-', '\u2212') : part.value)).join('');
  };
  const fixed = (digits: number): Intl.NumberFormatOptions => ({ minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'negative' });
  const signs = (digits: number): Intl.NumberFormatOptions => ({ ...fixed(digits), signDisplay: 'exceptZero' });
  const number = (value: number, digits = 0): string => write(value, fixed(digits));
  const signed = (value: number, digits = 0): string => write(value, signs(digits));
  const percent = (value: number, digits = 0): string => write(value / 100, { style: 'percent', ...fixed(digits) });
  const signedPercent = (value: number, digits = 0): string => write(value / 100, { style: 'percent', ...signs(digits) });
  const between = (interval: readonly [number, number], form: (value: number) => string): string =>
    `${form(interval[0])}${interval[0] < 0 ? ' to ' : '\u2013'}${form(interval[1])}`;
  const decimalSign = new Intl.NumberFormat([locale, 'en']).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  return {
    number, signed, percent, signedPercent,
    range: (interval, digits = 0) => between(interval, (value) => number(value, digits)),
    percentRange: (interval, digits = 0) => between(interval, (value) => percent(value, digits)),
    signedPercentRange: (interval, digits = 0) => `${signedPercent(interval[0], digits)} to ${signedPercent(interval[1], digits)}`,
    probability: (value) => {
      if (value < 0.01) return `<\u00a0${percent(1)}`;
      if (value > 0.99) return `>\u00a0${percent(99)}`;
      return percent(value * 100);
    },
    rewrite: (sentence) => (decimalSign === '.' ? sentence : sentence.replace(/“[^”]*”|(?<![\d.])(\d+)\.(\d+)(?!\.?\d)/g, (text, whole?: string, part?: string) => (whole === undefined ? text : `${whole}${decimalSign}${part}`))),
    significant: (value, digits = 2) => write(value, { maximumSignificantDigits: digits }),
  };
}
