/** The service as a queue: comparisons arrive by chance, uploads pass through the readers, everything passes through one lock, workers measure. */

/** The same numbers for the same seed; between 0 and 1, never 0. */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 1) / 4294967297;
  };
}

/** Things that are to happen, the earliest first; what was added first comes first at the same time. */
function createAgenda() {
  const heap = [];
  let added = 0;
  const isBefore = (a, b) => heap[a].at < heap[b].at || (heap[a].at === heap[b].at && heap[a].order < heap[b].order);
  const swap = (a, b) => { [heap[a], heap[b]] = [heap[b], heap[a]]; };
  return {
    add(at, happen) {
      heap.push({ at, happen, order: added++ });
      for (let child = heap.length - 1; child > 0 && isBefore(child, (child - 1) >> 1); child = (child - 1) >> 1) swap(child, (child - 1) >> 1);
    },
    next() {
      if (heap.length === 0) return null;
      swap(0, heap.length - 1);
      const first = heap.pop();
      for (let parent = 0; ;) {
        let least = parent;
        for (const child of [2 * parent + 1, 2 * parent + 2]) if (child < heap.length && isBefore(child, least)) least = child;
        if (least === parent) return first;
        swap(parent, least);
        parent = least;
      }
    },
  };
}

/** Some equal places; who comes when all are taken waits, the longest waiting goes first. */
function createStation(places) {
  const waiting = [];
  let free = places, first = 0;
  return {
    places, busySeconds: 0, longestQueue: 0,
    take(begin) {
      if (free > 0) { free--; begin(); return; }
      waiting.push(begin);
      this.longestQueue = Math.max(this.longestQueue, waiting.length - first);
    },
    leave() {
      if (first === waiting.length) { free++; return; }
      const next = waiting[first++];
      if (first > 10_000) { waiting.splice(0, first); first = 0; }
      next();
    },
  };
}

/**
 * Lets comparisons of two photographs each go through the service.
 * @param seconds  Of one photograph or change: inspect, measure, compare, lock (held by one change).
 * @param arrivals  When each comparison's photographs are there to be uploaded, seconds, ascending.
 * @returns For each station the share of time it was busy and its longest queue; waits from arrival to result in the order of arrival, seconds.
 */
export function simulateQueue({ readers, workers, seconds, arrivals }) {
  const agenda = createAgenda(), stations = { readers: createStation(readers), lock: createStation(1), workers: createStation(workers) };
  const waits = arrivals.map(() => 0);
  let now = 0;
  const hold = (station, duration, after) => {
    station.take(() => { agenda.add(now + duration, () => { station.busySeconds += duration; station.leave(); after(); }); });
  };
  const change = (after) => hold(stations.lock, seconds.lock, after);
  const upload = (after) => hold(stations.readers, seconds.inspect, () => change(after));
  const work = (duration, after) => agenda.add(now + duration, after);
  const measure = (after) => work(seconds.measure, () => change(after));
  arrivals.forEach((at, index) => agenda.add(at, () => {
    upload(() => upload(() => change(() => stations.workers.take(() => {
      const began = now;
      change(() => measure(() => measure(() => work(seconds.compare, () => change(() => {
        waits[index] = now - at;
        stations.workers.busySeconds += now - began;
        stations.workers.leave();
      })))));
    }))));
  }));
  for (let event = agenda.next(); event !== null; event = agenda.next()) {
    now = event.at;
    event.happen();
  }
  const busy = Object.fromEntries(Object.entries(stations).map(([name, { busySeconds, places, longestQueue }]) => [name, { share: busySeconds / (places * now), longestQueue }]));
  return { busy, waits, seconds: now };
}

/** Moments at which comparisons come by chance, at a rate that may change by the hour. @param ratePerSecond  One rate an hour. */
export function drawArrivals(ratePerSecond, random) {
  const arrivals = [], most = Math.max(...ratePerSecond), end = 3600 * ratePerSecond.length;
  for (let at = -Math.log(random()) / most; at < end; at += -Math.log(random()) / most) if (random() * most <= ratePerSecond[Math.floor(at / 3600)]) arrivals.push(at);
  return arrivals;
}
