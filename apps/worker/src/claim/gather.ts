/**
 * Makes one call out of many that come at the same time.
 *
 * What comes in one turn of the event loop goes at once; what comes while it runs goes together when it has ended. So
 * nobody waits who is alone, and the busier it is, the more share one round trip and one commit.
 *
 * `run` answers for each item in order. When it fails for several, each is tried by itself, so that one that is refused
 * does not take the others with it; unless the error is `isOfAll`, which would only come again.
 */
export function gather<Item, Answer>(
  run: (items: readonly Item[]) => Promise<Answer[]>,
  max: number,
  isOfAll: (error: unknown) => boolean,
): (item: Item) => Promise<Answer> {
  const waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  let isRunning = false;

  const runTogether = async (entries: typeof waiting): Promise<void> => {
    try {
      const answers = await run(entries.map(({ item }) => item));
      if (answers.length !== entries.length)
        throw new RangeError("A gathered call answered for another number");
      entries.forEach(({ resolve }, index) => resolve(answers[index] as Answer)); // as many as there are entries
    } catch (error) {
      if (entries.length === 1 || isOfAll(error)) for (const { reject } of entries) reject(error);
      else for (const entry of entries) await runTogether([entry]);
    }
  };
  const drain = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    await Promise.resolve(); // whoever else calls in this turn goes along
    while (waiting.length > 0) await runTogether(waiting.splice(0, max));
    isRunning = false;
  };

  return (item) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    waiting.push({ item, resolve, reject });
    void drain();
    return promise;
  };
}
