/** Why a channel cannot go on, in the code and words that hosted Realtime uses. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: string | null;

  constructor(code: string | null, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }

  /** As it stands in the reply to a join. */
  get reason(): string {
    return this.code === null ? this.message : `${this.code}: ${this.message}`;
  }
}

export const databaseUnavailable = (cause: unknown) =>
  new Refusal("UnableToConnectToProject", "Realtime was unable to connect to the project database", cause);
