import { AppError } from "@spool/contracts/app-error";

/**
 * The attempt is to stop although nothing is wrong with it: cancelled, paused, given up on, or handed back.
 *
 * It settles as a hand-back. That changes nothing where the job went on without us already, and where it did not,
 * the job only waits for its turn again.
 */
export class AttemptWithdrawn extends AppError {
  constructor(message: string) {
    super("CANCELLED", message);
  }
}
