/** Numbers that grow, without an object a number: a manifest may have a million rows. */
export class GrowingList {
  length = 0;
  private data = new Int32Array(1024);

  push(value: number): void {
    if (this.length === this.data.length) {
      const larger = new Int32Array(2 * this.data.length);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length++] = value;
  }

  at(index: number): number { return this.data[index]; }

  set(index: number, value: number): void { this.data[index] = value; }
}

/** Gives each distinct text a number, in the order in which they come. */
export class Names {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  number(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      // A piece of a table keeps the whole of it in memory; a copy does not.
      const own = Buffer.from(text).toString();
      number = this.texts.length;
      this.texts.push(own);
      this.numbers.set(own, number);
    }
    return number;
  }
}
