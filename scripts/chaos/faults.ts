import type { DatabaseUnderFire } from "./database.ts";
import type { Fleet } from "./fleet.ts";
import type { MoodyOrchestrator } from "./moody-orchestrator.ts";
import type { Random } from "./random.ts";

export interface Victims {
  database: DatabaseUnderFire;
  fleet: Fleet;
  orchestrator: MoodyOrchestrator;
  random: Random;
}

/** Does harm and undoes what it did. Resolves when that is over; false when there was nothing to harm. Rejects when it cannot be undone. */
export type Fault = (victims: Victims) => Promise<boolean>;

/** Everything that can happen, by the name under which the report counts it. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  sigkill: ({ fleet, random }) => fleet.killOne(random.between(0, 3_000)),
  /** From a hiccup to longer than a heartbeat. */
  sigstop: ({ fleet, random }) => fleet.freezeOne(random.between(500, 16_000)),
  sigterm: ({ fleet }) => fleet.replaceOne(),
  postgres_restart: done(({ database, random }) => database.restart(random.between(0, 3_000))),
  killed_connections: async ({ database }) => (await killAll(database)) > 0,
  exhausted_connections: done(async ({ database, random }) => {
    const holding = database.exhaustConnections(random.between(1_000, 5_000));
    await killAll(database); // so that everybody needs new ones
    await holding;
  }),
  full_disk: async ({ database, random }) => {
    await database.fillDisk?.(random.between(1_000, 5_000));
    return database.fillDisk !== null;
  },
  orchestrator_outage: done(({ orchestrator, random }) => orchestrator.goAway(random.between(500, 6_000))),
};

function done(harm: (victims: Victims) => Promise<void>): Fault {
  return async (victims) => {
    await harm(victims);
    return true;
  };
}

/** None while the database is away because of another fault. */
const killAll = (database: DatabaseUnderFire): Promise<number> => database.killConnections().catch(() => 0);
