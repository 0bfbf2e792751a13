import { expect } from 'vitest';

const bytesOf = (array: ArrayBufferView): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

// Pictures and maps of the same bytes are equal; what differs is left to the ordinary comparison, which says where. Value by value, millions take seconds.
function areSameBytes(one: unknown, other: unknown): true | undefined {
  const bothPixels = ArrayBuffer.isView(one) && ArrayBuffer.isView(other) && Object.getPrototypeOf(one) === Object.getPrototypeOf(other);
  return bothPixels && bytesOf(one).equals(bytesOf(other)) ? true : undefined;
}

// Files that share a process share what is added to `expect`, and each of fifty would add it once more to every comparison.
const shared = globalThis as { areArraysComparedAsBytes?: true };
if (shared.areArraysComparedAsBytes === undefined) {
  expect.addEqualityTesters([areSameBytes]);
  shared.areArraysComparedAsBytes = true;
}
