import { startTestGateway } from "../realtime/gateway.test-support.ts";

/**
 * A gateway in a process of its own, whose heap the parent limits. Says where it is, then the most memory it has held, in
 * bytes, whenever it is asked for anything. Ends with its parent.
 */
const gateway = await startTestGateway();
let peakBytes = 0;
setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())), 20).unref();
process.on("message", () => process.send?.({ peakBytes }));
process.on("disconnect", () => void gateway.stop().finally(() => process.exit(0)));
process.send?.({ apiUrl: gateway.apiUrl, secretKey: gateway.secretKey });
