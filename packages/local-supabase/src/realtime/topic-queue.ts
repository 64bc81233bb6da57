/**
 * Work in order for each topic, while topics do not wait for each other: a join that asks the database holds up what
 * follows on its topic and nothing else.
 */
export class TopicQueue {
  readonly #underWay = new Map<string, Promise<void>>();
  #waitingCount = 0;

  get waitingCount(): number {
    return this.#waitingCount;
  }

  /** `work` must not reject. */
  add(topic: string, work: () => Promise<void>): void {
    this.#waitingCount += 1;
    const current = (this.#underWay.get(topic) ?? Promise.resolve()).then(work).finally(() => {
      this.#waitingCount -= 1;
      if (this.#underWay.get(topic) === current) this.#underWay.delete(topic);
    });
    this.#underWay.set(topic, current);
  }
}
