import { expect } from 'vitest';

const bytesOf = (array: ArrayBufferView): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

// Pictures and maps of the same bytes are equal; what differs is left to the ordinary comparison, which says where. Value by value, millions take seconds.
expect.addEqualityTesters([(one: unknown, other: unknown) => {
  const bothPixels = ArrayBuffer.isView(one) && ArrayBuffer.isView(other) && Object.getPrototypeOf(one) === Object.getPrototypeOf(other);
  return bothPixels && bytesOf(one).equals(bytesOf(other)) ? true : undefined;
}]);
