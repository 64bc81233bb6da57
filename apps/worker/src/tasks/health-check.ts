import { AppError } from "@spool/contracts/app-error";
import { z } from "zod";
import type { Task } from "./task.ts";

const problemSchema = z.object({ problem: z.string() });

/** Asks the database and the orchestrator what is wrong. Fails with all of it, or says that all is well. */
export const healthCheck: Task = async ({ database, orchestrator, report }, signal) => {
  const { rows } = await database.query("select * from private.health_problems() as problem");
  const problems = z
    .array(problemSchema)
    .parse(rows)
    .map(({ problem }) => problem);
  try {
    await orchestrator.checkReady(signal);
  } catch (error) {
    signal.throwIfAborted();
    problems.push(error instanceof Error ? error.message : String(error));
  }

  for (const problem of problems) report.log("warn", problem);
  if (problems.length > 0) throw new AppError("API_ERROR", problems.join(" "));
  return ["The database, the orchestrator, the nodes, the schedules and the sites are well."];
};
