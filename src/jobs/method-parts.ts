/** What measures close-ups and heads, beside the version of the method for close-ups. */
export interface MethodParts {
  /** sha256 of the network for close-ups. */
  readonly closeupSha256: string;
  /** Version of the method for heads; it holds a space, as `head 0.11.1`. */
  readonly headMethodVersion: string;
  /** sha256 of the network for heads. */
  readonly globalSha256: string;
}

/** The parts as one text, which is part of the fingerprint of every result that is kept: another form would measure everything anew. */
export function joinMethodParts({ closeupSha256, headMethodVersion, globalSha256 }: MethodParts): string {
  return [closeupSha256, headMethodVersion, globalSha256].join(' ');
}

/** What `joinMethodParts` joined. */
export function splitMethodParts(joined: string): MethodParts {
  const words = joined.split(' ');
  return { closeupSha256: words[0] ?? '', headMethodVersion: words.slice(1, -1).join(' '), globalSha256: words.at(-1) ?? '' };
}

/** The versions of a method, as a comparison in the queue says by which it was asked for. */
export function versionsOf({ methodVersion, modelSha256 }: { methodVersion: string; modelSha256: string }): string {
  return `${methodVersion} ${splitMethodParts(modelSha256).headMethodVersion}`.trim();
}

/**
 * Whether versions are later than others, number by number.
 *
 *     isLater('0.9.11 head 0.12.2', '0.9.9 head 0.12.2')  // true
 */
export function isLater(versions: string, than: string): boolean {
  const [ours, theirs] = [versions, than].map((text) => (text.match(/\d+/g) ?? []).map(Number)) as [number[], number[]];
  const at = ours.findIndex((number, place) => number !== theirs[place]);
  return at >= 0 && ours[at]! > (theirs[at] ?? -1);
}
