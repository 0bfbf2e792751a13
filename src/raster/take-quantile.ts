/**
 * A quantile without sorting all (Hoare's selection, 1961): the value that stands at `floor(share × (length − 1))` when they are sorted.
 * @param values  At least one, none of them NaN; left in another order.
 * @param share   0…1.
 */
export function takeQuantile(values: Float32Array, share: number): number {
  const wanted = Math.floor(share * (values.length - 1));
  for (let low = 0, high = values.length - 1; low < high;) {
    const pivot = values[(low + high) >> 1]!;
    let i = low, j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const other = values[i]!;
      values[i++] = values[j]!;
      values[j--] = other;
    }
    if (wanted <= j) high = j;
    else if (wanted >= i) low = i;
    else break;
  }
  return values[wanted]!;
}
