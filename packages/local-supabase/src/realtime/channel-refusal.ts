/** Why a channel cannot go on, in the code and words that hosted Realtime uses. */
export class ChannelRefusal extends Error {
  override readonly name = "ChannelRefusal";
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }

  /** As it stands in the reply to a join. */
  get reason(): string {
    return `${this.code}: ${this.message}`;
  }
}

export const databaseUnavailable = (cause: unknown) =>
  new ChannelRefusal(
    "UnableToConnectToProject",
    "Realtime was unable to connect to the project database",
    cause,
  );
