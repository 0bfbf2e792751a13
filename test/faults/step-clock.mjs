// Loaded into a process with `node --import`: the clock on the wall steps by CLOCK_STEP_HOURS one second after the start, in every process that is started from it, too.
const Real = Date, stepMs = Number(process.env.CLOCK_STEP_HOURS ?? 0) * 3_600_000, began = performance.now();
const stepped = () => Real.now() + (performance.now() - began > 1000 ? stepMs : 0);
globalThis.Date = class extends Real {
  constructor(...parts) {
    super(...(parts.length === 0 ? [stepped()] : parts));
  }

  static now() {
    return stepped();
  }
};
