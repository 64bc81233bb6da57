import { AppError } from "@spool/contracts/app-error";

/** The failure of a service as the failure of the job: its category and what was said, then what would help. */
export function failureWithAdvice(failure: AppError, advice: string): AppError {
  const { category, message, context, retryAfterSeconds } = failure;
  return new AppError(category, `${message} ${advice}`, { cause: failure, context, retryAfterSeconds });
}
