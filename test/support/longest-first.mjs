/** Seconds that specs took on two cores, by the end of their path; what is not named takes a second or two. */
const SECONDS = {
  'stories/standalone-life.spec.ts': 90,
  'stories/recorder-under-pressure.spec.ts': 80,
  'stories/database-outage.spec.ts': 75,
  'stories/kill-points.spec.ts': 70,
  'stories/split-processes.spec.ts': 60,
  'integration/simulator.spec.ts': 35,
  'browser/map.spec.ts': 31,
  'stories/standalone-postgres.spec.ts': 30,
  'browser/quality.spec.ts': 25,
  'browser/base-map.spec.ts': 22,
  'integration/simulator-faults.spec.ts': 22,
  'integration/presence-restart.spec.ts': 20,
  'integration/guests.spec.ts': 20,
  'stories/standalone-faults.spec.ts': 19,
  'browser/map-rate.spec.ts': 16,
  'browser/administration.spec.ts': 15,
  'integration/broker-access.spec.ts': 13,
  'integration/presence.spec.ts': 13,
  'rules/schema.spec.ts': 11,
};
/** Where nothing is recorded, by folder. */
const FOLDERS = { stories: 30, browser: 20, integration: 6, rules: 4 };

/**
 * Order of the specs: the longest first, so that no long one is begun when the other workers have nothing left. By the
 * record above and not by what this machine remembers, because a fresh machine remembers nothing.
 */
export default class LongestFirst {
  sort(tests) {
    const seconds = new Map(tests.map((test) => [test, secondsOf(test.path)]));
    return [...tests].sort((a, b) => seconds.get(b) - seconds.get(a) || (a.path < b.path ? -1 : 1));
  }

  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_, place) => place % shardCount === shardIndex - 1);
  }

  /** Jest's cache of failed tests is not kept: `--onlyFailures` runs all. */
  allFailedTests(tests) {
    return this.sort(tests);
  }

  cacheResults() {}
}

function secondsOf(path) {
  const place = path.replaceAll('\\', '/');
  const named = Object.entries(SECONDS).find(([end]) => place.endsWith(`/test/${end}`));
  if (named) return named[1];
  const folder = /\/test\/(\w+)\/[^/]+$/.exec(place)?.[1];
  return (folder && FOLDERS[folder]) ?? 1;
}
