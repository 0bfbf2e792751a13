/** A number with what it counts: "1 photograph", "2 photographs", "1 row was", "3 rows were". */
export function countThings(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
