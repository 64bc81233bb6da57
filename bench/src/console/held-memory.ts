import type { Page } from "@playwright/test";

const MB = 1024 ** 2;

/** What the page's scripts hold once the garbage is gone, before and after some work. In megabytes. */
export async function memoryGrowth(
  page: Page,
  warmUp: () => Promise<unknown>,
  work: () => Promise<unknown>,
): Promise<{ beforeMb: number; afterMb: number }> {
  const session = await page.context().newCDPSession(page);
  const heldMb = async (): Promise<number> => {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return Number((usedSize / MB).toFixed(1));
  };
  await warmUp();
  const beforeMb = await heldMb();
  await work();
  const afterMb = await heldMb();
  await session.detach();
  return { beforeMb, afterMb };
}
