import { readStackOptions } from "./env.ts";
import { startStack, type LocalStack, type StackOptions } from "./stack.ts";

const options = parseEnvironment();
let stack: LocalStack | undefined;
let isStopping = false;

process.once("SIGTERM", stop);
process.once("SIGINT", stop);
if (process.channel) process.once("disconnect", stop);

try {
  stack = await startStack(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
// eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- a signal may have come while it started
if (isStopping) await end(0);
const { apiUrl, databaseUrl, workerDatabaseUrl, publishableKey, secretKey, inboxUrl } = stack;
const addresses = { apiUrl, databaseUrl, workerDatabaseUrl, publishableKey, secretKey, inboxUrl };
void stack.databaseLost.then(() => {
  console.error("Postgres ended by itself.");
  return end(1);
});
process.send?.({ type: "ready", url: apiUrl, ...addresses });
if (!process.channel) console.log(JSON.stringify(addresses, null, 2));

function parseEnvironment(): StackOptions {
  try {
    return readStackOptions();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

function stop(): void {
  if (isStopping) return;
  isStopping = true;
  // While it is starting, the end of the start does this.
  if (stack) void end(0);
}

async function end(exitCode: number): Promise<never> {
  isStopping = true;
  await stack?.stop();
  process.exit(exitCode);
}
