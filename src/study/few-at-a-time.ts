/** Lets so many act at a time; the others wait, in the order they came. */
export function fewAtATime(most: number): <Outcome>(act: () => Promise<Outcome>) => Promise<Outcome> {
  const waiting: (() => void)[] = [];
  let acting = 0;
  return async (act) => {
    if (acting < most) acting++;
    else await new Promise<void>((resolve) => { waiting.push(resolve); });
    try {
      return await act();
    } finally {
      // Whoever is next takes the place over.
      const next = waiting.shift();
      if (next === undefined) acting--;
      else next();
    }
  };
}
